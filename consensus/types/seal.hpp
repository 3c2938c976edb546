#pragma once
// A seal: a validator that delegates its votes vouches with its own key for a final block, after
// the fact and in its own time. A header names its parent, so that a seal covers every block below
// too. Consensus knows nothing of seals: they are kept beside the block and go out with receipts.
// Made by node/commit/block_sealer, verified by ledger/receipt. Pure.

#include "consensus/types/codec.hpp"
#include "consensus/types/ids.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::consensus {

struct Seal {
  ValidatorId validator;
  Height height;
  BlockDigest block;
  ExecutedRoot executed_root;  // after this block, as this validator executed it
  crypto::Signature signature;
  friend bool operator==(const Seal&, const Seal&) = default;
};

// "vitalstream/seal/v1" | genesis hash | validator | height | block digest | executed root.
[[nodiscard]] Bytes seal_signing_bytes(const GenesisHash& genesis, const Seal& seal);

// As it is kept: version, and the fields in their order.
void write_seal(ByteWriter& writer, const Seal& seal);
[[nodiscard]] Seal read_seal(ByteReader& reader);

}  // namespace vitalstream::consensus
