#pragma once
// Sizes and limits of the encrypted files, each with its unit.

#include <cstddef>
#include <cstdint>
#include <limits>

#include "crypto/limits.hpp"

namespace vitalstream::storage {

// In front of every file.
inline constexpr std::size_t kFileHeaderBytes = 4096;

// Of content; on the disk each has a tag more. README.md says why 4 KiB is what a node uses.
inline constexpr std::size_t kSmallPageBytes = 4 * 1024;
inline constexpr std::size_t kLargePageBytes = 16 * 1024;
inline constexpr std::size_t kPageTagBytes = crypto::kAesGcmTagBytes;

// Longer appends become several frames: memory and the loss from one torn frame stay small.
inline constexpr std::size_t kFramePayloadBytesMax = 1024 * 1024;
// A file whose frames are used up takes no more; there would be no nonce for the next one.
inline constexpr std::uint32_t kFrameNumberMax = std::numeric_limits<std::uint32_t>::max();

// The smallest unit that a disk writes whole: what a crash left unwritten shows as zeros.
inline constexpr std::size_t kDiskSectorBytes = 512;

// How much a scan of frames reads at a time.
inline constexpr std::size_t kScanWindowBytes = 256 * 1024;

// Faults remembered with their places; the counter goes on beyond.
inline constexpr std::size_t kFaultsKeptMax = 64;

// What one thread keeps for reading between two reads of pages.
inline constexpr std::size_t kReadBufferBytesKept = 1024 * 1024;

static_assert(kFileHeaderBytes % kDiskSectorBytes == 0);
static_assert(kLargePageBytes % kSmallPageBytes == 0);

}  // namespace vitalstream::storage
