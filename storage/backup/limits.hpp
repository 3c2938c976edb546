#pragma once
// Limits of backups, with units.

#include <cstddef>
#include <cstdint>

namespace vitalstream::storage {

// The document that describes a backup; some 130 bytes for each file.
inline constexpr std::size_t kManifestBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kManifestFilesMax = 400'000;
// How much of a file is in memory while it is copied.
inline constexpr std::size_t kCopyBytes = 1024 * 1024;
// Backups in one folder: their numbers have six digits.
inline constexpr std::uint32_t kBackupNumberMax = 999'999;

}  // namespace vitalstream::storage
