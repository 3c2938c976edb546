// C15: how far has each voted? Answered for others, asked with a new safety record, and asked at
// every start about the own votes.
#include <algorithm>

#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const VotedViewRequested& input) {
  if (!options_.own || !set().has(input.from) || input.request.epoch != epoch()) {
    return;
  }
  activity_.heard(input.from, clock_.now);
  VotedViewResponse response{epoch(), input.request.nonce, std::nullopt,
                             highest_seen_[input.from.value()]};
  if (guard_.state() == RecordState::Established) {
    response.own_highest = std::max(own_votes_.highest(), guard_.vote_above());
  }
  send(input.from, response);
}

void Replica::on(const VotedViewArrived& input) {
  activity_.heard(input.from, clock_.now);
  if (!options_.own || is_own(input.from) || input.response.epoch != epoch() ||
      !guard_.take(input.from, input.response)) {
    return;
  }
  if (const auto record = guard_.conclude(epoch(), 2 * set().faulty_max() + 1)) {
    guard_.restore(*record);
    journal_.add(*record);
    ask_votes_at_.reset();
  }
  detect_foreign_votes();
}

// One answerer may lie; of f+1 one is honest, and it has seen a vote that this record never held.
void Replica::detect_foreign_votes() {
  const View known = std::max(own_votes_.highest(), guard_.vote_above());
  const std::size_t seen = guard_.contradicting(known);
  if (guard_.state() != RecordState::Established || seen == 0) {
    return;
  }
  if (seen > set().faulty_max()) {
    guard_.revoke();
  }
  effects_.push_back(Alarm{std::to_string(seen) +
                           " peers have seen own votes that the safety record does not hold: it "
                           "was put back, or the key is used twice"});
}

}  // namespace vitalstream::consensus
