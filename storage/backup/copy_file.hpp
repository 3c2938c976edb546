#pragma once
// Copies one file of a backup, and finds out on the way whether it is what it should be.

#include "storage/backup/backup_failure.hpp"
#include "storage/backup/manifest.hpp"

namespace vitalstream::storage {

// Synced when it returns. Damaged if the contents are not those of `expected`.
[[nodiscard]] BackupResult<void> copy_file(FileOps& files, const std::filesystem::path& from,
                                           const std::filesystem::path& to,
                                           const BackupFile& expected);

// Name, length and hash of a file as it is now.
[[nodiscard]] BackupResult<BackupFile> fingerprint(const std::filesystem::path& path,
                                                   std::string name);

}  // namespace vitalstream::storage
