#include "tests/byzantine/peer/own_process.hpp"

#include <utility>

#include "crypto/provider/random.hpp"

namespace vitalstream::byzantine {

OwnProcess::OwnProcess(const Identity& identity)
    : identity_(&identity), key_(crypto::provider::random_ed25519_key()) {
  certified_.lane = identity.id;
  certified_.incarnation = consensus::Incarnation{1};
  certified_.key = key_.public_key();
  certified_.signature =
      identity.key.sign(consensus::lane_key_signing_bytes(identity.genesis, certified_));
}

consensus::Question OwnProcess::question() {
  consensus::Question question;
  question.epoch = identity_->set.epoch();
  question.process = certified_;
  question.number = ++number_;
  question.marks.resize(identity_->set.size());
  return sign(std::move(question));
}

consensus::Over OwnProcess::over() const { return sign(consensus::Over{certified_, {}}); }

consensus::Answer OwnProcess::answer(const consensus::Question& question, consensus::View own,
                                     consensus::View floor) const {
  consensus::Answer answer;
  answer.epoch = question.epoch;
  answer.process = certified_;
  answer.asker =
      identity_->set.index_of(question.process.lane).value_or(consensus::ValidatorIndex{});
  answer.asked_by = consensus::process_digest(identity_->genesis, question.process);
  answer.number = question.number;
  answer.mark = consensus::Mark{question.number};
  answer.commits = true;
  answer.own_highest = own;
  answer.floor = floor;
  return sign(std::move(answer));
}

consensus::Answer OwnProcess::sign(consensus::Answer answer) const {
  answer.signature = key_.sign(consensus::answer_signing_bytes(identity_->genesis, answer));
  return answer;
}

consensus::Question OwnProcess::sign(consensus::Question question) const {
  question.signature = key_.sign(consensus::question_signing_bytes(identity_->genesis, question));
  return question;
}

consensus::Over OwnProcess::sign(consensus::Over over) const {
  over.signature = key_.sign(consensus::over_signing_bytes(identity_->genesis, over));
  return over;
}

}  // namespace vitalstream::byzantine
