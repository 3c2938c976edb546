// C15, the part of who asks: whether this process may sign, and what it learns of its own votes. An
// established record is as good as what the others show beside it.
#include <algorithm>
#include <utility>

#include "consensus/core/limits.hpp"
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::ask_when_due() {
  const auto due = inquiry_.due();
  if (has_signed_for_good() || is_over_ || !due || clock_.now < *due) {
    return;
  }
  Question question = inquiry_.ask(clock_.now);
  question.epoch = epoch();
  question.process = *options_.process;
  effects_.push_back(SpeakStatement{std::nullopt, std::move(question)});
}

void Replica::on_verified(ValidatorIndex, const Answer& answer) {
  const ValidatorIndex answerer = *set().index_of(answer.process.lane);
  if (is_over_) {
    return;
  }
  inquiry_.take(answerer, answer, clock_.now);
  guard_.take(answerer, answer);
  for (const Vote& vote : answer.shown) {
    judge_own_vote(vote.subject, set().at(answerer).name);
  }
}

// C14: it proves itself, whoever shows it.
void Replica::judge_own_vote(const VoteSubject& shown, const std::string& witness) {
  if (guard_.state() == RecordState::Established && shown.view > last_own_view()) {
    revoke("validator " + witness + " has shown an own vote of view " +
           std::to_string(shown.view.value()) +
           ", which the safety record does not reach: it was put back or begun anew, or a second "
           "process signs with the same key");
  } else if (guard_.state() == RecordState::Unproven && !has_told_of_earlier_votes_) {
    has_told_of_earlier_votes_ = true;
    effects_.push_back(Alarm{"validator " + witness +
                             " has shown an own vote, and the safety record holds none: it was "
                             "begun anew, and waits for the others"});
  } else if (is_foreign(shown)) {
    halt_for_foreign_vote(shown.view);
  }
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
        clock_.now - started_ >= options_.parameters.ask_period * kBirthPatiencePeriods;
    record = guard_.conclude_birth(epoch(),
                                   {set().size() - 1, set().quorum() - 1, is_patience_over});
    if (record) {
      commitments_.born();
    }
  } else if (set().faulty_max() == 0) {
    record = guard_.conclude_of_all(epoch(), answers_needed(set()));
  } else {
    record = guard_.conclude(epoch(), answers_needed(set()),
                             View{view_.value() + kVoteWindowViews});
  }
  if (record) {
    guard_.restore(*record);
    journal_.add(*record);
  }
}

// With fewer commitments than a quorum less this one no vote could count, so that to wait for them
// costs one round trip.
bool Replica::is_committed_to(Instant now) const {
  return inquiry_.committed(now) + 1 >= set().quorum();
}

void Replica::look_back() {
  if (!options_.own || guard_.state() != RecordState::Established || is_over_) {
    return;
  }
  const bool had_right = std::exchange(has_right_, is_committed_to(clock_.now));
  if (has_right_ && !had_right) {
    has_looked_back_ = true;
    speak_resumed_votes();
  }
}

bool Replica::is_looking_back() const {
  return options_.own && guard_.state() == RecordState::Established && !is_committed_to(clock_.now);
}

View Replica::last_own_view() const {
  return std::max(own_votes_.highest(), guard_.vote_above());
}

// The last vote has left, or never will: the right is gone before this is said.
void Replica::say_over() {
  if (!options_.own || is_over_ || !has_signed_for_good()) {
    return;
  }
  is_over_ = true;
  inquiry_.end();
  effects_.push_back(SpeakStatement{std::nullopt, Over{*options_.process, {}}});
}

bool Replica::has_signed_for_good() const {
  if (halt_reason_ || guard_.state() == RecordState::Revoked) {
    return true;
  }
  return drain_deadline_ && (signatures_under_way_ == 0 || clock_.now >= *drain_deadline_);
}

}  // namespace vitalstream::consensus
