#include "node/app/vote_signer.hpp"

#include <chrono>
#include <utility>

namespace vitalstream::node {
namespace {

// A vote that is older than the longest view is of no use.
constexpr std::chrono::seconds kSignatureDeadline{4};
constexpr int kAttemptsMax = 3;

std::string_view outcome_of(const crypto::provider::ProviderResult<crypto::Signature>& answer) {
  return answer ? std::string_view("ok") : crypto::provider::to_string(answer.error().error);
}

}  // namespace

VoteSigner::VoteSigner(crypto::provider::KeyProvider& provider, Identity identity, Metrics& metrics,
                       Events events)
    : provider_(provider),
      identity_(std::move(identity)),
      metrics_(metrics),
      events_(std::move(events)) {
}

void VoteSigner::sign(const consensus::VoteSubject& subject) {
  thread_.post([this, subject] { sign_now(subject); });
}

void VoteSigner::certify(consensus::LaneKey lane_key,
                         std::function<void(std::optional<consensus::LaneKey>)> done) {
  thread_.post([this, lane_key = std::move(lane_key), done = std::move(done)]() mutable {
    auto signature = ask(consensus::lane_key_signing_bytes(identity_.genesis, lane_key));
    if (!signature) {
      done(std::nullopt);
      return;
    }
    lane_key.signature = std::move(*signature);
    done(std::move(lane_key));
  });
}

void VoteSigner::sign_now(const consensus::VoteSubject& subject) {
  auto signature = ask(consensus::signing_bytes(identity_.genesis, subject));
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

crypto::provider::ProviderResult<crypto::Signature> VoteSigner::ask(ByteView message) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + kSignatureDeadline;
  for (int attempt = 1;; ++attempt) {
    const auto begun = Clock::now();
    auto answer = provider_.sign(provider_.public_key().algorithm, message, deadline);
    const auto took =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun).count();
    metrics_.on_signature(provider_.name(), outcome_of(answer), microseconds(took));
    const bool may_help =
        !answer && answer.error().error == crypto::provider::ProviderError::Unavailable;
    if (!may_help || attempt >= kAttemptsMax || Clock::now() >= deadline) {
      return answer;
    }
  }
}

}  // namespace vitalstream::node
