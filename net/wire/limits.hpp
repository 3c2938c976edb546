#pragma once
// Limits of what one peer message may hold.

#include <cstddef>

#include "consensus/types/batch_limits.hpp"

namespace vitalstream::net {

// One batch with attachments and the largest signatures, and some room for the proposal around it.
inline constexpr std::size_t kMessageBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kAttachmentsBytesMax = consensus::kBatchBytesMax;
// A batch as it is stored: its signed header, the length of its body, its body.
inline constexpr std::size_t kStoredBatchBytesMax =
    consensus::kBatchHeaderBytesMax + 4 + consensus::kBatchBodyBytesMax;
inline constexpr std::size_t kFinalRangeBlocksMax = 256;
// A block as codec.hpp writes it: its header and count, and each reference.
inline constexpr std::size_t kBlockHeaderBytes = 175;
inline constexpr std::size_t kBlockReferenceBytes = 52;
inline constexpr std::size_t kBlockBytesMax =
    kBlockHeaderBytes + consensus::kBlockReferencesMax * kBlockReferenceBytes;
// What the blocks of an answer to a range may take: its kind, its count, the certificate and the
// byte that says that there is one come with them.
inline constexpr std::size_t kFinalRangeBytesMax =
    kMessageBytesMax - (1 + 2 + 1 + consensus::kCertificateBytesMax);

// The largest of each message that has no limit of its own fits: a batch alone; a proposal, that is
// a block, a vote, and what it carries.
static_assert(kMessageBytesMax >
              kStoredBatchBytesMax + kAttachmentsBytesMax + consensus::kBatchBodyBytesMax);
static_assert(kMessageBytesMax > kBlockBytesMax + consensus::kSignatureBytesMax + 1024 +
                                     consensus::kCarriedBytesMax +
                                     8 * consensus::kCarriedBatchesMax);
static_assert(kFinalRangeBytesMax > kBlockBytesMax);

}  // namespace vitalstream::net
