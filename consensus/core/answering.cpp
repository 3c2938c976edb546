#include "consensus/core/answering.hpp"

namespace vitalstream::consensus {

void Answering::take(ValidatorIndex from, const Question& question) {
  const ValidatorIndex asker = *sees_.options.validators.index_of(question.process.lane);
  const ProcessDigest process = process_digest(sees_.options.genesis, question.process);
  switch (sees_.traffic.note({from, asker}, process, question.number)) {
    case StatementTraffic::Novelty::Old:
      return;
    case StatementTraffic::Novelty::Again:
      if (const auto& answer = sees_.traffic.last_answer(asker, process)) {
        sees_.step.add(SpeakStatement{from, *answer});
      }
      return;
    case StatementTraffic::Novelty::First:
      break;
  }
  const Answer answer = answer_to(asker, process, question);
  sees_.traffic.answered(asker, answer);
  sees_.step.add(SpeakStatement{from, answer});
  if (from == asker) {
    pass_on(asker, process, question);
  }
}

Answer Answering::answer_to(ValidatorIndex asker, const ProcessDigest& process,
                            const Question& question) {
  Answer answer;
  answer.commits = commit_to(asker, process, question.marks[sees_.options.own->value()]);
  answer.epoch = sees_.options.epoch();
  answer.process = *sees_.options.process;
  answer.asker = asker;
  answer.asked_by = process;
  answer.number = question.number;
  answer.mark = sees_.commitments.mark(asker);
  // While votes of the asker are being verified, this is no answer that a record may rest on.
  const bool tells_all = !sees_.seen.is_verifying(asker);
  const RecordState state = sees_.right.guard().state();
  if (tells_all && (state == RecordState::Established || state == RecordState::Unproven)) {
    answer.own_highest = sees_.right.last_view(sees_.record.votes());
  }
  answer.floor = sees_.certificates.final_point().view;
  answer.shown = sees_.seen.proven(asker);
  return answer;
}

// Before another process of this validator gets a commitment, everything that was heard of its
// votes is proved or dropped: the answer that commits also shows the newest of them.
bool Answering::commit_to(ValidatorIndex asker, const ProcessDigest& process, Mark named) {
  if (!sees_.commitments.is_to(asker, process)) {
    const std::vector<Vote> unproven = sees_.seen.take_unverified(asker);
    if (!unproven.empty()) {
      sees_.step.add(VerifyVotes{unproven});
    }
    if (sees_.seen.is_verifying(asker)) {
      return false;
    }
  }
  if (!sees_.commitments.may_commit(asker, process, named, sees_.step.now())) {
    return false;
  }
  if (sees_.commitments.commit(asker, process, sees_.step.now())) {
    sees_.record.add_due(GivenCommitment{sees_.options.validators.at(asker).id, process, false});
  }
  return true;
}

void Answering::pass_on(ValidatorIndex asker, const ProcessDigest& process,
                        const Question& question) {
  std::vector<ValidatorIndex> unheard;
  for (const ValidatorIndex index : question.unheard) {
    if (sees_.options.validators.has(index) && !sees_.options.is_own(index) && index != asker) {
      unheard.push_back(index);
    }
  }
  if (sees_.traffic.pass_on(asker, process, question.number, unheard, sees_.step.now())) {
    for (const ValidatorIndex index : unheard) {
      sees_.step.send(index, question);
    }
  }
}

// It asks for nothing any more, so that another process may have the commitment at once.
void Answering::take(const Over& over) {
  const ValidatorIndex ended = *sees_.options.validators.index_of(over.process.lane);
  const ProcessDigest process = process_digest(sees_.options.genesis, over.process);
  if (sees_.commitments.end(ended, process)) {
    sees_.record.add(GivenCommitment{over.process.lane, process, true});
  }
}

}  // namespace vitalstream::consensus
