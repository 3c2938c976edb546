// C15: how far has each voted? Answered for others, asked with a new or an empty safety record, and
// asked at every start about the own votes.
#include <algorithm>
#include <utility>

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
    response.own_highest = last_own_view();
  }
  send(input.from, response);
  show_newest_decisions(input.from);
}

// C14: certificates are proof where the answer is a claim. Nobody echoes a validator's votes to it,
// so one that asks about them is shown the newest decisions: soon one of a view that it leads.
void Replica::show_newest_decisions(ValidatorIndex asker) {
  if (answer_budget_.left(asker, clock_.now) == 0) {
    return;
  }
  std::size_t sent = 0;
  const auto& notarizations = certificates_.notarizations();
  if (!notarizations.empty()) {
    send(asker, notarizations.rbegin()->second);
    ++sent;
  }
  if (certificates_.finalization()) {
    send(asker, *certificates_.finalization());
    ++sent;
  }
  answer_budget_.spend(asker, sent, clock_.now);
}

void Replica::on(const VotedViewArrived& input) {
  activity_.heard(input.from, clock_.now);
  if (!options_.own || !set().has(input.from) || is_own(input.from) ||
      input.response.epoch != epoch() ||
      !guard_.take(input.from, input.response, last_own_view())) {
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
    record = guard_.conclude(epoch(), answers_needed(set()),
                             View{view_.value() + kVoteWindowViews});
  }
  if (record) {
    guard_.restore(*record);
    guard_.compare_again(last_own_view());
    journal_.add(*record);
  }
}

// C15: with fewer others than a quorum less this one no vote could count, so that to wait for their
// answers costs one round trip. As every peer keeps one session of an identity, of two processes
// with one key only one can be borne out by so many in sessions that are up. When sessions end, so
// does the right: a second process may have them next.
void Replica::look_back() {
  if (!options_.own || guard_.state() != RecordState::Established) {
    return;
  }
  const bool has_enough = guard_.borne_out_by() + 1 >= set().quorum();
  const bool was_borne_out = std::exchange(is_borne_out_, has_enough);
  if (is_borne_out_ && !was_borne_out) {
    has_looked_back_ = true;
    ask_votes_at_.reset();
    speak_resumed_votes();
  } else if (!is_borne_out_ && !ask_votes_at_) {
    ask_votes_at_ = clock_.now + options_.parameters.retry;
  }
}

bool Replica::is_looking_back() const {
  return options_.own && guard_.state() == RecordState::Established && !is_borne_out_;
}

View Replica::last_own_view() const {
  return std::max(own_votes_.highest(), guard_.vote_above());
}

// One answerer may lie; of f+1 one is honest, and it has seen a vote that this record never held.
// Each further witness is told of once, or a liar could fill the log with its answers.
void Replica::detect_foreign_votes() {
  const std::vector<ValidatorIndex> witnesses = guard_.contradicting(last_own_view());
  const bool is_trusted = guard_.state() == RecordState::Established;
  if ((!is_trusted && guard_.state() != RecordState::Unproven) ||
      witnesses.size() <= witnesses_told_) {
    return;
  }
  witnesses_told_ = witnesses.size();
  std::string names;
  for (const ValidatorIndex witness : witnesses) {
    names += (names.empty() ? "" : ", ") + set().at(witness).name;
  }
  std::string text = "own votes that the safety record does not hold have been seen by " + names +
                     ": it was put back or begun anew, or the key is used twice, or they lie";
  if (is_trusted && witnesses.size() > set().faulty_max()) {
    revoke(std::move(text));
  } else {
    effects_.push_back(Alarm{std::move(text)});
  }
}

}  // namespace vitalstream::consensus
