#include "node/driver/statement_signer.hpp"

namespace vitalstream::node {
namespace {

struct Signer {
  const GenesisHash& genesis;
  const BatchMaker& process;

  consensus::Message operator()(consensus::Question question) const {
    question.signature = process.sign(consensus::question_signing_bytes(genesis, question));
    return question;
  }
  consensus::Message operator()(consensus::Answer answer) const {
    answer.signature = process.sign(consensus::answer_signing_bytes(genesis, answer));
    return answer;
  }
  consensus::Message operator()(consensus::Over over) const {
    over.signature = process.sign(consensus::over_signing_bytes(genesis, over));
    return over;
  }
};

}  // namespace

consensus::Message signed_statement(const GenesisHash& genesis, const BatchMaker& process,
                                    const consensus::SpeakStatement& effect) {
  return std::visit(Signer{genesis, process}, effect.statement);
}

}  // namespace vitalstream::node
