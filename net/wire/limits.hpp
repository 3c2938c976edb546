#pragma once
// Limits of what one peer message may hold.

#include <cstddef>

#include "consensus/types/limits.hpp"

namespace vitalstream::net {

// One batch with attachments and the largest signatures, and some room for the proposal around it.
inline constexpr std::size_t kMessageBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kAttachmentsBytesMax = consensus::kBatchBytesMax;
inline constexpr std::size_t kCarriedBatchesMax = 128;
inline constexpr std::size_t kRequestedBatchesMax = 64;
inline constexpr std::size_t kFinalRangeBlocksMax = 256;
inline constexpr std::size_t kCertificatesRangeMax = 64;

static_assert(kMessageBytesMax > consensus::kBatchBytesMax + consensus::kBatchBodyBytesMax);

}  // namespace vitalstream::net
