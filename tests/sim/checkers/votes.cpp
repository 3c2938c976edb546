#include "tests/sim/checkers/votes.hpp"

#include <string>

namespace vitalstream::checkers {

bool Votes::note_sent(const consensus::Vote& vote) {
  using consensus::VoteKind;
  const consensus::VoteSubject& subject = vote.subject;
  const auto [known, is_first] =
      sent_.emplace(Key{vote.signer, subject.epoch, subject.view, subject.kind}, subject);
  const std::string who = "validator " + std::to_string(vote.signer.value()) + " view " +
                          std::to_string(subject.view.value());
  if (!is_first && known->second != subject) {
    violations_.report("S5", who + " kind " + std::to_string(static_cast<int>(subject.kind)) +
                                 ": two different votes");
  }
  if (subject.kind == VoteKind::Notarize) {
    return is_first;
  }
  const VoteKind other =
      subject.kind == VoteKind::Finalize ? VoteKind::Nullify : VoteKind::Finalize;
  if (is_first && sent_.contains({vote.signer, subject.epoch, subject.view, other})) {
    violations_.report("S5", who + ": nullify and finalize");
  }
  return is_first;
}

}  // namespace vitalstream::checkers
