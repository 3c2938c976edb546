#pragma once
// A block: a header, and the batches that it orders, by reference. The digest of a block is the
// digest of its encoded header; the header commits to the references (docs/architecture.md).

#include <cstdint>
#include <vector>

#include "consensus/types/ids.hpp"

namespace vitalstream::consensus {

// One closed batch of one lane.
struct BatchRef {
  ValidatorId lane;
  Incarnation incarnation;
  Sequence sequence;
  BatchDigest digest;
  friend bool operator==(const BatchRef&, const BatchRef&) = default;
  friend auto operator<=>(const BatchRef&, const BatchRef&) = default;
};

struct BlockHeader {
  Epoch epoch;
  Height height;
  BlockDigest parent;
  UnixMs timestamp;      // greater than the parent's
  ValidatorId proposer;  // who built it; a boundary block may be re-proposed by others (C7)
  PayloadDigest payload;
  // E2: the newest final block that the proposer had executed, and the commitment after it.
  Height executed_height;
  ExecutedRoot executed_root;
  // E4: the ledger-wide Merkle log including this block.
  std::uint64_t log_size = 0;
  LogRoot log_root;
  friend bool operator==(const BlockHeader&, const BlockHeader&) = default;
};

struct Block {
  BlockHeader header;
  // Grouped by lane: lanes in the order of this block's height (L4), batches of a lane in sequence.
  std::vector<BatchRef> references;
  friend bool operator==(const Block&, const Block&) = default;
};

// SHA-256 over "vitalstream/payload/v1" and the encoded references.
[[nodiscard]] PayloadDigest payload_digest(const std::vector<BatchRef>& references);

// SHA-256 over "vitalstream/block/v1", the genesis hash and the encoded header.
[[nodiscard]] BlockDigest block_digest(const GenesisHash& genesis, const BlockHeader& header);

// The digest that stands for genesis itself: the parent of the block at height 1.
[[nodiscard]] BlockDigest anchor_digest(const GenesisHash& genesis);

}  // namespace vitalstream::consensus
