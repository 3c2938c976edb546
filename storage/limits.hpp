#pragma once
// Limits of storage, each with its unit.

#include <cstddef>
#include <cstdint>

namespace vitalstream::storage {

// The format of the data directory as a whole. Another one is refused: never guessed at. 1 had no
// keyring and a database in clear.
inline constexpr std::uint32_t kFormatVersion = 2;

// The smallest unit that a disk writes whole; a torn frame shows as sectors that are still zero.
inline constexpr std::size_t kSectorBytes = 512;

// One record of the safety record (a vote, a certificate, a block), and one frame of them.
inline constexpr std::size_t kJournalRecordBytesMax = 16 * 1024 * 1024;
inline constexpr std::size_t kJournalFrameBytesMax = 64 * 1024 * 1024;
static_assert(kJournalRecordBytesMax < kJournalFrameBytesMax);

inline constexpr std::size_t kIdentityFileBytesMax = 64 * 1024;

// Why a validator has halted; the file holds it escaped (six bytes for one), and little else.
inline constexpr std::size_t kHaltReasonBytesMax = 4096;
inline constexpr std::size_t kHaltNoteFileBytesMax = 32 * 1024;
static_assert(6 * kHaltReasonBytesMax < kHaltNoteFileBytesMax);

// Entries that one page of a scan may hold, and bytes of keys and values after which it ends early.
inline constexpr std::size_t kScanEntriesMax = 10'000;
inline constexpr std::size_t kScanBytesMax = 8 * 1024 * 1024;

}  // namespace vitalstream::storage
