#pragma once
// What the lanes answer about the references of a block: shared by the core, which asks, and the
// lanes, which know.

#include <cstdint>
#include <vector>

#include "consensus/types/block.hpp"

namespace vitalstream::consensus {

enum class PayloadState {
  Ready,    // every reference extends its lane's position; all are held and verified
  Missing,  // it may be right as far as can be told, but something is not held (never invalid)
  Invalid,  // a reference does not extend its lane's position in the parent, or breaks a limit
};

// References for a new block in the order of L4, and which of them must be carried (L3).
struct PayloadSelection {
  std::vector<BatchRef> references;
  std::vector<BatchDigest> carried;
  std::uint64_t bytes = 0;  // of all referenced batches
};

// The proposal that names a batch. Nobody but its proposer has vouched for it yet.
struct ProposedIn {
  ValidatorIndex proposer;
  View view;
};

}  // namespace vitalstream::consensus
