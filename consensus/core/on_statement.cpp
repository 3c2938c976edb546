// C15: statements about the right to sign, as they come: what cannot be news is dropped before its
// signatures are checked, and an answer to somebody else goes back the way that its question came.
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {

void Replica::on(const StatementArrived& input) {
  if (!options_.own || !set().has(input.from) || is_own(input.from)) {
    return;
  }
  activity_.heard(input.from, clock_.now);
  // First, because to be worth it takes something off what its sender has left.
  if (!traffic_.has_place(input.from)) {
    refused_.statements += 1;
    return;
  }
  const bool is_worth_it = std::visit(
      [&](const auto& statement) { return is_worth_verifying(input.from, statement); },
      input.statement);
  if (is_worth_it) {
    traffic_.begin_check(input.from);
    effects_.push_back(VerifyStatement{input.from, input.statement});
  }
}

bool Replica::is_worth_verifying(ValidatorIndex from, const Question& question) {
  const auto asker = set().index_of(question.process.lane);
  if (question.epoch != epoch() || !asker || is_own(*asker) ||
      question.marks.size() != set().size()) {
    return false;
  }
  const ProcessDigest process = process_digest(options_.genesis, question.process);
  return traffic_.may_verify({from, *asker}, process, question.number, clock_.now);
}

bool Replica::is_worth_verifying(ValidatorIndex from, const Answer& answer) {
  const auto answerer = set().index_of(answer.process.lane);
  if (answer.epoch != epoch() || !answerer || is_own(*answerer) || !set().has(answer.asker)) {
    return false;
  }
  if (!is_own(answer.asker)) {
    if (from == *answerer && traffic_.goes_back(*answerer, answer)) {
      send(answer.asker, answer);
    }
    return false;
  }
  return answer.asked_by == own_process_ &&
         inquiry_.awaits(*answerer, answer.number, clock_.now) &&
         traffic_.may_verify({from, *answerer}, answer.number);
}

bool Replica::is_worth_verifying(ValidatorIndex from, const Over& over) {
  return set().index_of(over.process.lane) == from &&
         commitments_.is_to(from, process_digest(options_.genesis, over.process));
}

void Replica::on(const StatementVerified& input) {
  traffic_.end_check(input.from);
  std::visit([&](const auto& statement) { on_verified(input.from, *statement); },
             input.statement);
}

// Nobody honest passes on a question that it has not verified. An answer is passed back unverified,
// so that only its own maker answers for it.
void Replica::on(const StatementInvalid& input) {
  traffic_.end_check(input.from);
  const auto* answer = std::get_if<Answer>(&input.statement);
  if (answer == nullptr || set().index_of(answer->process.lane) == input.from) {
    effects_.push_back(CutPeer{input.from, "a statement with an invalid signature"});
  }
}

}  // namespace vitalstream::consensus
