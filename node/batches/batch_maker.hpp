#pragma once
// BatchMaker: turns admitted transactions into a signed batch (L1). It holds the lane key of one
// incarnation: an Ed25519 key in memory, certified once by the validator's own key. Closing runs on
// a worker of the verify pool; one batch at a time, because each names the one before.

#include <memory>
#include <vector>

#include "consensus/lanes/effect.hpp"
#include "crypto/signing_key.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/batches/pending_tx.hpp"

namespace vitalstream::node {

class BatchMaker {
 public:
  BatchMaker(const GenesisHash& genesis, consensus::LaneKey certified, crypto::SigningKey key);

  [[nodiscard]] const consensus::LaneKey& lane_key() const { return certified_; }

  // What this key says beside its batches: of a process's own right to sign (C15).
  [[nodiscard]] crypto::Signature sign(ByteView message) const { return key_.sign(message); }

  // `items` are the transactions of `order`, in its order. Pure but for time.
  [[nodiscard]] VerifiedIntake close(
      const consensus::CloseBatch& order,
      const std::vector<std::shared_ptr<const PendingTx>>& items) const;

 private:
  GenesisHash genesis_;
  consensus::LaneKey certified_;
  crypto::SigningKey key_;
};

}  // namespace vitalstream::node
