#include "node/driver/vote_signer.hpp"

#include <chrono>
#include <utility>

namespace vitalstream::node {
namespace {

// A vote that is older than the longest view is of no use.
constexpr std::chrono::seconds kSignatureDeadline{4};

crypto::provider::Deadline vote_deadline() {
  return std::chrono::steady_clock::now() + kSignatureDeadline;
}

}  // namespace

VoteSigner::VoteSigner(crypto::provider::KeyProvider& provider, Identity identity, Events events)
    : provider_(provider), identity_(std::move(identity)), events_(std::move(events)) {
  if (identity_.mode == SigningMode::Delegated) {
    const consensus::ValidatorId own = identity_.set.at(identity_.own).id;
    delegated_ = std::make_unique<DelegatedKeys>(
        provider_, DelegatedKeys::Delegator{identity_.genesis, own}, thread_);
  }
}

void VoteSigner::finish() {
  thread_.finish();
  if (delegated_) {
    delegated_->finish();
  }
}

void VoteSigner::sign(const consensus::VoteSubject& subject) {
  if (may_sign_) {
    thread_.post([this, subject, deadline = vote_deadline()] { sign_now(subject, deadline); });
  }
}

void VoteSigner::sign_now(const consensus::VoteSubject& subject, Deadline deadline) {
  auto signature = delegated_ ? delegated_->sign(subject, deadline)
                              : ask(consensus::signing_bytes(identity_.genesis, subject), deadline);
  if (!signature) {
    events_.on_failed(subject, signature.error().reason);
    return;
  }
  const consensus::Verifier verifier(identity_.genesis, identity_.set, checker_);
  auto verified = verifier.verify_vote({subject, identity_.own, std::move(*signature)});
  if (!verified) {
    events_.on_failed(subject, "the provider's key is not the validator's");
    return;
  }
  events_.on_signed(std::move(*verified));
}

crypto::provider::ProviderResult<crypto::Signature> VoteSigner::ask(ByteView message,
                                                                    Deadline deadline) {
  return provider_.sign(provider_.public_key().algorithm, message, deadline);
}

}  // namespace vitalstream::node
