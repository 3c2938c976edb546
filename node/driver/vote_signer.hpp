#pragma once
// VoteSigner: own votes through the key provider, on a thread of its own, because a provider may be
// far away; in delegated mode by a key in memory that its key has delegated to. The caller has made
// the record of the vote durable. A refusal is final for that vote; the provider tries a failure
// again until the vote is of no use any more, counted from when it was asked for, so that votes
// that queued up while the provider was away are dropped and not signed late.

#include <functional>
#include <memory>

#include "base/chain.hpp"
#include "consensus/types/validator_set.hpp"
#include "consensus/types/verifier.hpp"
#include "crypto/provider/key_provider.hpp"
#include "node/config/config.hpp"
#include "node/driver/delegated_keys.hpp"
#include "node/driver/receivers.hpp"
#include "node/ground/serial_thread.hpp"

namespace vitalstream::node {

class VoteSigner final : public VotePort {
 public:
  struct Events {
    std::function<void(consensus::Verified<consensus::Vote>)> on_signed;
    std::function<void(const consensus::VoteSubject&, const std::string& reason)> on_failed;
  };

  struct Identity {
    GenesisHash genesis;
    consensus::ValidatorSet set;
    consensus::ValidatorIndex own;
    SigningMode mode = SigningMode::Direct;
  };
  VoteSigner(crypto::provider::KeyProvider& provider, Identity identity, Events events);
  ~VoteSigner() override { finish(); }
  VoteSigner(const VoteSigner&) = delete;
  VoteSigner& operator=(const VoteSigner&) = delete;

  void sign(const consensus::VoteSubject& subject) override;
  // The driver's thread: whatever is asked for from here on is not signed.
  void fall_silent() { may_sign_ = false; }
  // Signs what was asked for before, then ends. Idempotent.
  void finish();

 private:
  using Deadline = crypto::provider::Deadline;
  void sign_now(const consensus::VoteSubject& subject, Deadline deadline);
  [[nodiscard]] crypto::provider::ProviderResult<crypto::Signature> ask(ByteView message,
                                                                        Deadline deadline);

  crypto::provider::KeyProvider& provider_;
  Identity identity_;
  Events events_;
  VerifyWorker checker_;
  bool may_sign_ = true;  // the driver's thread
  SerialThread thread_{QueueId::Signer};
  std::unique_ptr<DelegatedKeys> delegated_;  // in delegated mode
};

}  // namespace vitalstream::node
