#include "a_process.hpp"

namespace vitalstream::consensus::testing {

AProcess::AProcess(const AChain& chain, ValidatorIndex owner, std::uint8_t start)
    : chain_(&chain), owner_(owner) {
  const Validator& validator = chain.set().at(owner);
  key_ = {validator.id,
          Incarnation{start},
          sample_key(static_cast<std::uint8_t>(0x40 + 8 * owner.value() + start)),
          {}};
  key_.signature = testing::sign(validator.key, lane_key_signing_bytes(chain.genesis(), key_));
}

Question AProcess::question(std::uint64_t number, Mark mark) const {
  Question question;
  question.epoch = Epoch{1};
  question.process = key_;
  question.number = number;
  question.marks.assign(chain_->set().size(), mark);
  return sign(std::move(question));
}

Answer AProcess::answer(const Question& question) const {
  Answer answer;
  answer.epoch = Epoch{1};
  answer.process = key_;
  answer.asker = *chain_->set().index_of(question.process.lane);
  answer.asked_by = process_digest(chain_->genesis(), question.process);
  answer.number = question.number;
  answer.mark = Mark{question.number + 100};
  answer.commits = true;
  answer.own_highest = View{0};
  return sign(std::move(answer));
}

Question AProcess::sign(Question question) const {
  question.signature = testing::sign(key_.key, question_signing_bytes(chain_->genesis(), question));
  return question;
}

Answer AProcess::sign(Answer answer) const {
  answer.signature = testing::sign(key_.key, answer_signing_bytes(chain_->genesis(), answer));
  return answer;
}

StatementVerified AProcess::verified(Question question) const {
  return {owner_, *chain_->verifier().verify_question(sign(std::move(question)))};
}

StatementVerified AProcess::verified(Answer answer) const {
  return {owner_, *chain_->verifier().verify_answer(sign(std::move(answer)))};
}

StatementVerified AProcess::over() const {
  Over over{key_, {}};
  over.signature = testing::sign(key_.key, over_signing_bytes(chain_->genesis(), over));
  return {owner_, *chain_->verifier().verify_over(over)};
}

}  // namespace vitalstream::consensus::testing
