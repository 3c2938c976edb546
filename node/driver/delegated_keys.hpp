#pragma once
// DelegatedKeys: a key in memory that signs this validator's votes in place of the provider's, for
// one epoch and a range of views (delegation.hpp). Owned by VoteSigner and used on its thread only.
// The provider is asked on a thread of its own, when half of the range is used up, so that one that
// is slow or away delays no vote. Only a vote that no delegation covers waits for it: the first of
// a process, and one after a leap of views. What may be signed is not its business: the record of a
// vote was made before (C14), and a restart begins with another key and a delegation of its own.

#include <chrono>
#include <functional>
#include <optional>

#include "consensus/types/delegation.hpp"
#include "consensus/types/vote.hpp"
#include "crypto/provider/key_provider.hpp"
#include "crypto/signing_key.hpp"
#include "node/ground/serial_thread.hpp"

namespace vitalstream::node {

class DelegatedKeys {
 public:
  using Deadline = crypto::provider::Deadline;
  struct Delegator {
    GenesisHash genesis;
    consensus::ValidatorId id;
  };
  // `owner` is the thread on which `sign` is called; both references outlive this.
  DelegatedKeys(crypto::provider::KeyProvider& provider, Delegator delegator, SerialThread& owner);

  [[nodiscard]] crypto::provider::ProviderResult<crypto::Signature> sign(
      const consensus::VoteSubject& subject, Deadline deadline);
  // Waits for a request that is under way. After the owner's thread has ended.
  void finish() { renewal_.stop(); }

 private:
  struct Held {
    consensus::Epoch epoch;
    consensus::Delegation delegation;
    crypto::SigningKey key;
    [[nodiscard]] bool covers(const consensus::VoteSubject& subject) const;
    [[nodiscard]] bool is_half_used(consensus::View view) const;
  };
  using Asked = crypto::provider::ProviderResult<Held>;

  [[nodiscard]] Asked ask(const consensus::VoteSubject& subject, Deadline deadline);
  void renew(const consensus::VoteSubject& subject);

  crypto::provider::KeyProvider& provider_;
  const Delegator delegator_;
  SerialThread& owner_;
  std::optional<Held> held_;
  bool renewing_ = false;
  std::chrono::steady_clock::time_point ask_again_at_{};
  SerialThread renewal_{QueueId::Delegation};
};

}  // namespace vitalstream::node
