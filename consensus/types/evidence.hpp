#pragma once
// Evidence of a fault (S2): two signed statements that no honest signer makes both.

#include <variant>

#include "consensus/types/batch.hpp"
#include "consensus/types/vote.hpp"

namespace vitalstream::consensus {

// Two votes of one signer in one view: of one kind for two subjects, or nullify and finalize.
struct ConflictingVotes {
  Vote first;
  Vote second;
  friend bool operator==(const ConflictingVotes&, const ConflictingVotes&) = default;
};

// Two signed headers of one lane under one (incarnation, sequence).
struct ConflictingBatches {
  SignedBatchHeader first;
  SignedBatchHeader second;
  friend bool operator==(const ConflictingBatches&, const ConflictingBatches&) = default;
};

// A signed batch whose body holds an item with an invalid signature (L6).
struct InvalidBatch {
  SignedBatchHeader header;
  friend bool operator==(const InvalidBatch&, const InvalidBatch&) = default;
};

using Evidence = std::variant<ConflictingVotes, ConflictingBatches, InvalidBatch>;

}  // namespace vitalstream::consensus
