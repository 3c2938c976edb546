#include "consensus/core/asking.hpp"

#include <utility>

#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {

void Asking::ask_when_due() {
  if (sees_.right.must_ask()) {
    sees_.step.add(SpeakStatement{std::nullopt, sees_.right.ask()});
  }
}

void Asking::take(const Answer& answer) {
  const ValidatorSet& set = sees_.options.validators;
  const ValidatorIndex answerer = *set.index_of(answer.process.lane);
  if (sees_.right.is_over()) {
    return;
  }
  sees_.right.take(answerer, answer);
  for (const Vote& vote : answer.shown) {
    judge_own_vote(vote.subject, set.at(answerer).name);
  }
}

// C14: it proves itself, whoever shows it.
void Asking::judge_own_vote(const VoteSubject& shown, const std::string& witness) {
  if (sees_.right.guard().state() == RecordState::Established &&
      shown.view > sees_.right.last_view(sees_.record.votes())) {
    sees_.right.revoke("validator " + witness + " has shown an own vote of view " +
                       std::to_string(shown.view.value()) +
                       ", which the safety record does not reach: it was put back or begun anew, "
                       "or a second process signs with the same key");
  } else if (sees_.right.tells_of_earlier_votes()) {
    sees_.step.alarm("validator " + witness +
                     " has shown an own vote, and the safety record holds none: it was begun anew, "
                     "and waits for the others");
  } else if (sees_.foreign.is_foreign(shown)) {
    sees_.foreign.halt_for(shown.view);
  }
}

void Asking::claim_right_to_vote() {
  if (!sees_.options.own || !sees_.right.guard().is_waiting()) {
    return;
  }
  if (const auto record = conclude()) {
    sees_.right.restore(*record);
    sees_.record.add(*record);
  }
}

// An unproven record beside a final block is not of a birth: it takes the way of a lost one. Before
// the first final block it waits for a birth: 2f+1 answers would shut it out of the view that a
// newborn network is in, and where more than f are shut out, that view never ends.
std::optional<NewRecord> Asking::conclude() {
  const ValidatorSet& set = sees_.options.validators;
  const RecordGuard& guard = sees_.right.guard();
  const Epoch epoch = sees_.options.epoch();
  if (guard.state() == RecordState::Unproven && sees_.certificates.final_point().view == View{0}) {
    const auto born = guard.conclude_birth(
        epoch, {set.size() - 1, set.quorum() - 1, sees_.right.is_patience_over()});
    if (born) {
      sees_.commitments.born();
    }
    return born;
  }
  if (set.faulty_max() == 0) {
    return guard.conclude_of_all(epoch, answers_needed(set));
  }
  return guard.conclude(epoch, answers_needed(set),
                        View{sees_.view.number().value() + kVoteWindowViews});
}

void Asking::look_back() {
  if (sees_.right.begins()) {
    sees_.casting.resume();
  }
}

// The last vote has left, or never will: the right is gone before this is said.
void Asking::say_over() {
  if (sees_.right.ends()) {
    sees_.step.add(SpeakStatement{std::nullopt, Over{*sees_.options.process, {}}});
  }
}

}  // namespace vitalstream::consensus
