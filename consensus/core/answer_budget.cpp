#include "consensus/core/answer_budget.hpp"

#include <algorithm>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

std::size_t AnswerBudget::left(ValidatorIndex peer, Instant now) const {
  const auto found = spent_.find(peer);
  if (found == spent_.end() || is_over(found->second, now)) {
    return kCertificatesPerRetryMax;
  }
  return kCertificatesPerRetryMax - std::min(found->second.answers, kCertificatesPerRetryMax);
}

void AnswerBudget::spend(ValidatorIndex peer, std::size_t answers, Instant now) {
  Spent& spent = spent_.try_emplace(peer, Spent{now, 0}).first->second;
  if (is_over(spent, now)) {
    spent = {now, 0};
  }
  spent.answers += answers;
}

}  // namespace vitalstream::consensus
