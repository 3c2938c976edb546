#pragma once
// Limits of consensus data, each with its unit. What lies beyond is refused when it is decoded.

#include <cstddef>
#include <cstdint>

namespace vitalstream::consensus {

inline constexpr std::size_t kValidatorsMax = 100;
inline constexpr std::size_t kPublicKeyBytesMax = 2'048;
inline constexpr std::size_t kSignatureBytesMax = 4'096;

// L1, L5: what one batch, one block and one proposal may hold.
inline constexpr std::size_t kBatchBodyBytesMax = 256 * 1024 + 32 * 1024;
inline constexpr std::size_t kBatchBytesMax = 2 * 1024 * 1024;
inline constexpr std::size_t kBatchItemsMax = 4'096;
inline constexpr std::size_t kLaneUnreferencedBatchesMax = 64;
inline constexpr std::size_t kBlockReferencedBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kBlockReferencesMax = 1'024;
inline constexpr std::size_t kCarriedBytesMax = 64 * 1024;

// E3: further than this behind, a block may not reference anything.
inline constexpr std::uint64_t kExecutionLagMax = 16;

// C7: how far a block's timestamp may lie ahead of a voter's clock.
inline constexpr std::int64_t kTimestampAheadMsMax = 500;

// C16: votes are kept for views in a window this far ahead of the current one.
inline constexpr std::uint64_t kVoteWindowViews = 64;

// C15: votes of the asker in one answer: of one view, one of each kind.
inline constexpr std::size_t kShownVotesMax = 3;

// For how many views at most a key in memory may sign in a validator's place: so long is whoever
// steals it out of memory of use.
inline constexpr std::uint64_t kDelegationViewsMax = 131'072;

// Signatures that one thread remembers as valid (RememberingChecker). Those of the votes of one
// view, three of each validator, must not push out what comes with them again and again: each
// validator's delegation and the certificate of its lane key.
inline constexpr std::size_t kRememberedSignaturesMax = 4'096;
static_assert(kRememberedSignaturesMax / 2 > (3 + 1 + 1) * kValidatorsMax);

static_assert(kCarriedBytesMax < kBatchBodyBytesMax);
static_assert(kBatchBodyBytesMax < kBatchBytesMax);
static_assert(kBatchBytesMax < kBlockReferencedBytesMax);

}  // namespace vitalstream::consensus
