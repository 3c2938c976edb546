#pragma once
// Why a backup could not be taken, verified or restored. Nothing of the ledger is lost by any of
// these.

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "storage/files/file_ops.hpp"

namespace vitalstream::storage {

enum class BackupError {
  NotThere,     // no such file or folder
  NotABackup,   // there is something, and it is no backup of ours
  Damaged,      // a file is missing, or its contents are not those that the backup names
  OtherLedger,  // of another chain or another node
  NotEmpty,     // it would overwrite something
  Full,
  Denied,
  Io,
};

[[nodiscard]] std::string_view to_string(BackupError error);

struct BackupFailure {
  BackupError error = BackupError::Io;
  std::string detail;  // which file, which values
};

template <class T>
using BackupResult = Result<T, BackupFailure>;

[[nodiscard]] BackupFailure describe(FileError error, const std::filesystem::path& path);

}  // namespace vitalstream::storage
