#pragma once
// Takes a backup: the files of a checkpoint of the database and the keyring, as they are on disk,
// that is encrypted. No key is needed. The safety record is left out: a restored validator must not
// vote by an old one (C15). One thread.

#include "storage/backup/backup_ports.hpp"

namespace vitalstream::storage {

// What is backed up: a folder with `keyring` and `db/`, as Database::checkpoint and the keyring's
// owner left them, which nobody changes meanwhile.
struct BackupTask {
  std::filesystem::path checkpoint;
  Identity identity;
  Tip tip;
  UnixMs now;
};

[[nodiscard]] BackupResult<BackupSummary> take_backup(const BackupTask& task, BackupSink& sink,
                                                      const BackupProgress& progress);

}  // namespace vitalstream::storage
