#pragma once
// The counters and digests of consensus, each a type of its own (consensus/core/README.md "Words").

#include <cstdint>

#include "base/chain.hpp"
#include "base/digest.hpp"
#include "base/strong.hpp"
#include "base/time.hpp"

namespace vitalstream::consensus {

// Counts validator sets; the genesis set is epoch 1.
using Epoch = Strong<struct EpochTag, std::uint64_t>;
// Counts leader turns within an epoch, from 1. View 0 is the view of the anchor (genesis).
using View = Strong<struct ViewTag, std::uint64_t>;
// Counts blocks; the anchor that genesis stands for has height 0.
using Height = Strong<struct HeightTag, std::uint64_t>;

// A validator's lasting number, given in genesis and never used again (M3: a lane is identified by
// the validator, not by its index in a set).
using ValidatorId = Strong<struct ValidatorIdTag, std::uint32_t>;
// The position of a validator in one epoch's set; meaningful only together with that set.
using ValidatorIndex = Strong<struct ValidatorIndexTag, std::uint16_t>;

// A lane's life between two unclean starts of its owner, and the count of batches within it (L1).
using Incarnation = Strong<struct IncarnationTag, std::uint64_t>;
using Sequence = Strong<struct SequenceTag, std::uint64_t>;

using BlockDigest = Digest<struct BlockDigestTag>;
using BatchDigest = Digest<struct BatchDigestTag>;
using BodyDigest = Digest<struct BodyDigestTag>;
using PayloadDigest = Digest<struct PayloadDigestTag>;
using ExecutedRoot = Digest<struct ExecutedRootTag>;
using LogRoot = Digest<struct LogRootTag>;

}  // namespace vitalstream::consensus
