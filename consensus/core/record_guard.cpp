#include "consensus/core/record_guard.hpp"

#include <algorithm>

namespace vitalstream::consensus {

void RecordGuard::restore(const NewRecord& record) {
  state_ = record.vote_above ? RecordState::Established : RecordState::Asking;
  vote_above_ = std::max(vote_above_, record.vote_above.value_or(View{0}));
}

bool RecordGuard::take(ValidatorIndex from, const VotedViewResponse& answer) {
  if (answer.nonce != nonce_) {
    return false;
  }
  answers_[from] = answer;
  return true;
}

std::optional<NewRecord> RecordGuard::conclude(Epoch epoch, std::size_t needed) const {
  if (state_ != RecordState::Asking) {
    return std::nullopt;
  }
  std::size_t told = 0;
  View highest;
  for (const auto& [from, answer] : answers_) {
    // One that is itself without a record does not count, but what it has seen does no harm.
    told += answer.own_highest ? 1U : 0U;
    highest = std::max({highest, answer.own_highest.value_or(View{0}), answer.seen_of_asker});
  }
  if (told < needed) {
    return std::nullopt;
  }
  // One view of margin: to have voted in w, the lost record entered it by a certificate of w-1 or
  // above, which an honest answerer signed.
  return NewRecord{epoch, next(highest)};
}

std::size_t RecordGuard::contradicting(View own_highest) const {
  return static_cast<std::size_t>(std::ranges::count_if(answers_, [&](const auto& entry) {
    return entry.second.seen_of_asker > own_highest;
  }));
}

}  // namespace vitalstream::consensus
