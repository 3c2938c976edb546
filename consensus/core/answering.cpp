// C15, the part of who is asked: to commit or not, what is told and shown, and what is passed on.
#include <algorithm>

#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on_verified(ValidatorIndex from, const Question& question) {
  const ValidatorIndex asker = *set().index_of(question.process.lane);
  const ProcessDigest process = process_digest(options_.genesis, question.process);
  switch (traffic_.note({from, asker}, process, question.number)) {
    case StatementTraffic::Novelty::Old:
      return;
    case StatementTraffic::Novelty::Again:
      if (const auto& answer = traffic_.last_answer(asker, process)) {
        effects_.push_back(SpeakStatement{from, *answer});
      }
      return;
    case StatementTraffic::Novelty::First:
      break;
  }
  const Answer answer = answer_to(asker, process, question);
  traffic_.answered(asker, answer);
  effects_.push_back(SpeakStatement{from, answer});
  if (from == asker) {
    pass_on(asker, process, question);
  }
}

Answer Replica::answer_to(ValidatorIndex asker, const ProcessDigest& process,
                          const Question& question) {
  Answer answer;
  answer.commits = commit_to(asker, process, question.marks[options_.own->value()]);
  answer.epoch = epoch();
  answer.process = *options_.process;
  answer.asker = asker;
  answer.asked_by = process;
  answer.number = question.number;
  answer.mark = commitments_.mark(asker);
  // While votes of the asker are being verified, this is no answer that a record may rest on.
  const bool tells_all = !seen_.is_verifying(asker);
  if (tells_all && (guard_.state() == RecordState::Established ||
                    guard_.state() == RecordState::Unproven)) {
    answer.own_highest = last_own_view();
  }
  answer.floor = certificates_.final_point().view;
  answer.shown = seen_.proven(asker);
  return answer;
}

// Before another process of this validator gets a commitment, everything that was heard of its
// votes is proved or dropped: the answer that commits also shows the newest of them.
bool Replica::commit_to(ValidatorIndex asker, const ProcessDigest& process, Mark named) {
  if (!commitments_.is_to(asker, process)) {
    const std::vector<Vote> unproven = seen_.take_unverified(asker);
    if (!unproven.empty()) {
      effects_.push_back(VerifyVotes{unproven});
    }
    if (seen_.is_verifying(asker)) {
      return false;
    }
  }
  if (!commitments_.may_commit(asker, process, named, clock_.now)) {
    return false;
  }
  if (commitments_.commit(asker, process, clock_.now)) {
    journal_.add(GivenCommitment{set().at(asker).id, process, false});
    owes_record_ = true;
  }
  return true;
}

void Replica::pass_on(ValidatorIndex asker, const ProcessDigest& process,
                      const Question& question) {
  std::vector<ValidatorIndex> unheard;
  for (const ValidatorIndex index : question.unheard) {
    if (set().has(index) && !is_own(index) && index != asker) {
      unheard.push_back(index);
    }
  }
  if (traffic_.pass_on(asker, process, question.number, unheard, clock_.now)) {
    for (const ValidatorIndex index : unheard) {
      send(index, question);
    }
  }
}

// It asks for nothing any more, so that another process may have the commitment at once.
void Replica::on_verified(ValidatorIndex, const Over& over) {
  const ValidatorIndex ended = *set().index_of(over.process.lane);
  const ProcessDigest process = process_digest(options_.genesis, over.process);
  if (commitments_.end(ended, process)) {
    journal_.add(GivenCommitment{over.process.lane, process, true});
  }
}

}  // namespace vitalstream::consensus
