#pragma once
// Limits that are sums of others (limits.hpp), as the codec writes what they bound: what one side
// must keep back so that the other side takes the whole.

#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {

// A subject with the largest signatures of all validators.
inline constexpr std::size_t kCertificateBytesMax =
    (1 + 8 + 8 + 8 + 32) + 2 + kValidatorsMax * (2 + 2 + kSignatureBytesMax);

// A signed header with the largest key and the largest signatures.
inline constexpr std::size_t kBatchHeaderBytesMax =
    (1 + 4 + 8 + 8 + 32 + 32 + 4 + 4) + (1 + 2 + kPublicKeyBytesMax) + 2 * (2 + kSignatureBytesMax);
// What a batch has beside its items and their attachments: its header, the body's length, and
// the counts of signers, items and attachments.
inline constexpr std::size_t kBatchOverheadBytesMax = kBatchHeaderBytesMax + 4 + (1 + 2 + 2) + 2;
static_assert(kBatchBodyBytesMax + kBatchOverheadBytesMax < kBatchBytesMax);

// Batches that a proposal carries, and those that one request names.
inline constexpr std::size_t kCarriedBatchesMax = 128;
inline constexpr std::size_t kRequestedBatchesMax = 64;

}  // namespace vitalstream::consensus
