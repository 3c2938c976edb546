#pragma once
// OwnLane: the liar's data lane: transactions of enrolled clients, or of keys that nobody knows,
// closed into batches under a lane key that the validator's key has certified (L1). True batches;
// what is wrong with them is the behaviour's affair.

#include <string>
#include <vector>

#include "consensus/types/batch.hpp"
#include "ledger/types/attachment.hpp"
#include "net/wire/peer_message.hpp"
#include "tests/byzantine/peer/identity.hpp"

namespace vitalstream::byzantine {

struct SignedTx {
  std::string compact;
  crypto::PublicKey key;
  ledger::AttachmentList attachments;
};

// A record of so many bytes of content, signed by this key.
[[nodiscard]] SignedTx make_tx(const ChainId& chain, const crypto::SigningKey& key,
                               std::size_t content_bytes);

struct SignedBatch {
  consensus::SignedBatchHeader header;
  Bytes body;
  Bytes attachments;
  [[nodiscard]] consensus::BatchRef reference(const GenesisHash& genesis) const;
};

// As it goes over the wire.
[[nodiscard]] Bytes encode(const SignedBatch& batch);

class OwnLane {
 public:
  explicit OwnLane(const Identity& identity);

  // The next batch of the lane.
  [[nodiscard]] SignedBatch close(const std::vector<SignedTx>& items);
  // The next batch, of any body, with as many items as it claims.
  [[nodiscard]] SignedBatch seal_body(Bytes body, Bytes attachments, std::uint32_t items);
  // The header signed anew after a change.
  void sign(SignedBatch& batch) const;

  // A new lane key, certified, and sequences from 1.
  void renew();
  [[nodiscard]] consensus::LanePosition tip() const;

 private:
  const Identity& identity_;
  crypto::SigningKey key_;
  consensus::LaneKey certified_;
  consensus::Sequence sequence_;
  consensus::BatchDigest previous_;
};

}  // namespace vitalstream::byzantine
