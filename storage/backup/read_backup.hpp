#pragma once
// Checks and unpacks backups. No key is needed for either. One thread.

#include "storage/backup/backup_ports.hpp"

namespace vitalstream::storage {

// Reads every byte and compares it with what the newest backup names.
[[nodiscard]] BackupResult<BackupSummary> verify_backup(BackupSource& source,
                                                        const BackupProgress& progress);

// Writes `keyring` and `db/` into a directory, synced; a file that is there already is replaced.
// The caller has compared the manifest's identity and sees to it that a half-written directory is
// never taken for a ledger.
[[nodiscard]] BackupResult<void> unpack_backup(BackupSource& source, const BackupManifest& manifest,
                                               FileOps& files,
                                               const std::filesystem::path& directory,
                                               const BackupProgress& progress);

}  // namespace vitalstream::storage
