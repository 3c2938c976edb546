#pragma once
// What lanes and core know of a batch whose header, body and every transaction signature have been
// verified, and whose bytes the runner has stored under its digest.

#include <cstdint>
#include <vector>

#include "base/digest.hpp"
#include "consensus/types/batch.hpp"

namespace vitalstream::consensus {

struct VerifiedBatch {
  SignedBatchHeader signed_header;
  BatchDigest digest;
  std::vector<Hash32> leaves;      // RFC 6962 leaf hash of each item, in order
  std::uint64_t total_bytes = 0;   // header, body and attachments, as they travel
  std::uint64_t verify_units = 0;  // what its signatures cost (LaneCosts)
};

}  // namespace vitalstream::consensus
