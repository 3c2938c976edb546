// C15: how far has each voted? Answered for others, asked with a new or an empty safety record, and
// asked at every start about the own votes.
#include <algorithm>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const VotedViewRequested& input) {
  if (!options_.own || !set().has(input.from) || input.request.epoch != epoch()) {
    return;
  }
  activity_.heard(input.from, clock_.now);
  VotedViewResponse response{epoch(), input.request.nonce, std::nullopt,
                             highest_seen_[input.from.value()],
                             certificates_.final_point().view};
  if (guard_.state() == RecordState::Established || guard_.state() == RecordState::Unproven) {
    response.own_highest = std::max(own_votes_.highest(), guard_.vote_above());
  }
  send(input.from, response);
}

void Replica::on(const VotedViewArrived& input) {
  activity_.heard(input.from, clock_.now);
  if (!options_.own || !set().has(input.from) || is_own(input.from) ||
      input.response.epoch != epoch() || !guard_.take(input.from, input.response)) {
    return;
  }
  detect_foreign_votes();
}

// An unproven record beside a final block is not of a birth: it takes the way of a lost one. Before
// the first final block it waits for a birth: 2f+1 answers would shut it out of the view that a
// newborn network is in, and where more than f are shut out, that view never ends.
void Replica::claim_right_to_vote() {
  if (!options_.own || !guard_.is_waiting()) {
    return;
  }
  std::optional<NewRecord> record;
  if (guard_.state() == RecordState::Unproven && certificates_.final_point().view == View{0}) {
    const bool is_patience_over =
        clock_.now - started_ >= options_.parameters.retry * kBirthPatienceRetries;
    record = guard_.conclude_birth(epoch(), {set().size() - 1, set().quorum() - 1,
                                             set().faulty_max(), is_patience_over});
  } else {
    record = guard_.conclude(epoch(), 2 * set().faulty_max() + 1,
                             View{view_.value() + kVoteWindowViews});
  }
  if (record) {
    guard_.restore(*record);
    journal_.add(*record);
    ask_votes_at_.reset();
  }
}

// One answerer may lie; of f+1 one is honest, and it has seen a vote that this record never held.
// Each further witness is told of once, or a liar could fill the log with its answers.
void Replica::detect_foreign_votes() {
  const View known = std::max(own_votes_.highest(), guard_.vote_above());
  const std::vector<ValidatorIndex> witnesses = guard_.contradicting(known);
  const bool is_trusted = guard_.state() == RecordState::Established;
  if ((!is_trusted && guard_.state() != RecordState::Unproven) ||
      witnesses.size() <= witnesses_told_) {
    return;
  }
  witnesses_told_ = witnesses.size();
  if (is_trusted && witnesses.size() > set().faulty_max()) {
    guard_.revoke();
  }
  std::string names;
  for (const ValidatorIndex witness : witnesses) {
    names += (names.empty() ? "" : ", ") + set().at(witness).name;
  }
  effects_.push_back(Alarm{"own votes that the safety record does not hold have been seen by " +
                           names +
                           ": it was put back or begun anew, or the key is used twice, or they "
                           "lie"});
}

}  // namespace vitalstream::consensus
