#pragma once
// The signed header of a batch and the certificate of its lane key (L1). Consensus never looks into
// a batch's body: it knows its digest, its size and the leaf hashes of its items.

#include <cstdint>
#include <vector>

#include "base/bytes.hpp"
#include "consensus/types/block.hpp"
#include "consensus/types/ids.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::consensus {

// The validator's own key vouches once per incarnation for the in-memory key that signs batches.
struct LaneKey {
  ValidatorId lane;
  Incarnation incarnation;
  crypto::PublicKey key;        // Ed25519
  crypto::Signature signature;  // by the validator's consensus key
  friend bool operator==(const LaneKey&, const LaneKey&) = default;
};

struct BatchHeader {
  ValidatorId lane;
  Incarnation incarnation;
  Sequence sequence;     // from 1 within an incarnation
  BatchDigest previous;  // zero for sequence 1
  BodyDigest body;       // SHA-256 of the body's bytes
  std::uint32_t items = 0;
  std::uint32_t body_bytes = 0;
  friend bool operator==(const BatchHeader&, const BatchHeader&) = default;
};

struct SignedBatchHeader {
  BatchHeader header;
  LaneKey lane_key;
  crypto::Signature signature;  // by the lane key
  friend bool operator==(const SignedBatchHeader&, const SignedBatchHeader&) = default;
};

// "vitalstream/lane-key/v1" | genesis hash | lane | incarnation | algorithm | key.
[[nodiscard]] Bytes lane_key_signing_bytes(const GenesisHash& genesis, const LaneKey& lane_key);

// "vitalstream/batch/v1" | genesis hash | header; its SHA-256 is the batch digest and what the lane
// key signs is the same bytes.
[[nodiscard]] Bytes batch_signing_bytes(const GenesisHash& genesis, const BatchHeader& header);
[[nodiscard]] BatchDigest batch_digest(const GenesisHash& genesis, const BatchHeader& header);
[[nodiscard]] BatchRef make_ref(const BatchHeader& header, const BatchDigest& digest);

}  // namespace vitalstream::consensus
