// C15: statements about the right to sign, as they come: what cannot be news is dropped before its
// signatures are checked, and an answer to somebody else goes back the way that its question came.
#include "consensus/core/on_statement.hpp"

namespace vitalstream::consensus {

void OnStatement::on(const StatementArrived& input) {
  if (!sees_.options.own || !sees_.options.validators.has(input.from) ||
      sees_.options.is_own(input.from)) {
    return;
  }
  sees_.peers.heard(input.from, sees_.step.now());
  // First, because to be worth it takes something off what its sender has left.
  if (!sees_.traffic.has_place(input.from)) {
    sees_.traffic.note_refused();
    return;
  }
  const bool is_worth_it =
      std::visit([&](const auto& statement) { return is_worth_verifying(input.from, statement); },
                 input.statement);
  if (is_worth_it) {
    sees_.traffic.begin_check(input.from);
    sees_.step.add(VerifyStatement{input.from, input.statement});
  }
}

bool OnStatement::is_worth_verifying(ValidatorIndex from, const Question& question) {
  const auto asker = sees_.options.validators.index_of(question.process.lane);
  if (question.epoch != sees_.options.epoch() || !asker || sees_.options.is_own(*asker) ||
      question.marks.size() != sees_.options.validators.size()) {
    return false;
  }
  const ProcessDigest process = process_digest(sees_.options.genesis, question.process);
  return sees_.traffic.may_verify({from, *asker}, process, question.number, sees_.step.now());
}

bool OnStatement::is_worth_verifying(ValidatorIndex from, const Answer& answer) {
  const auto answerer = sees_.options.validators.index_of(answer.process.lane);
  if (answer.epoch != sees_.options.epoch() || !answerer || sees_.options.is_own(*answerer) ||
      !sees_.options.validators.has(answer.asker)) {
    return false;
  }
  if (!sees_.options.is_own(answer.asker)) {
    if (from == *answerer && sees_.traffic.goes_back(*answerer, answer)) {
      sees_.step.send(answer.asker, answer);
    }
    return false;
  }
  return sees_.right.awaits(*answerer, answer) &&
         sees_.traffic.may_verify({from, *answerer}, answer.number);
}

bool OnStatement::is_worth_verifying(ValidatorIndex from, const Over& over) {
  return sees_.options.validators.index_of(over.process.lane) == from &&
         sees_.commitments.is_to(from, process_digest(sees_.options.genesis, over.process));
}

void OnStatement::on(const StatementVerified& input) {
  sees_.traffic.end_check(input.from);
  std::visit([&](const auto& statement) { take(input.from, *statement); }, input.statement);
}

void OnStatement::take(ValidatorIndex from, const Question& question) {
  sees_.answering.take(from, question);
}

void OnStatement::take(ValidatorIndex, const Answer& answer) { sees_.asking.take(answer); }

void OnStatement::take(ValidatorIndex, const Over& over) { sees_.answering.take(over); }

// Nobody honest passes on a question that it has not verified. An answer is passed back unverified,
// so that only its own maker answers for it.
void OnStatement::on(const StatementInvalid& input) {
  sees_.traffic.end_check(input.from);
  const auto* answer = std::get_if<Answer>(&input.statement);
  if (answer == nullptr || sees_.options.validators.index_of(answer->process.lane) == input.from) {
    sees_.step.cut(input.from, "a statement with an invalid signature");
  }
}

}  // namespace vitalstream::consensus
