#pragma once
// `vitalstream backup` and `vitalstream restore`: a node's ledger, whether it runs or stands still,
// into a folder of backups or one archive (a name that ends in .tar.gz), and back into an empty
// data directory.

#include "node/stores/genesis_file.hpp"
#include "storage/backup/backup_ports.hpp"

namespace vitalstream::node {

[[nodiscard]] Result<storage::BackupSummary, SetupFailure> backup_ledger(
    const Config& config, const std::filesystem::path& target,
    const storage::BackupProgress& progress);

// Needs no configuration and no key: every file must be what its backup says.
[[nodiscard]] Result<storage::BackupSummary, SetupFailure> check_backup(
    const std::filesystem::path& source, const storage::BackupProgress& progress);

// The manifest's newest block must be in the database; the answer's is the newest that is there.
// The validator then has a new safety record: it votes when enough others have told how far it
// has voted (C15).
[[nodiscard]] Result<storage::BackupManifest, SetupFailure> restore_ledger(
    const Config& config, const std::filesystem::path& source,
    const storage::BackupProgress& progress);

}  // namespace vitalstream::node
