#include "storage/backup/backup_failure.hpp"

namespace vitalstream::storage {

std::string_view to_string(BackupError error) {
  switch (error) {
    case BackupError::NotThere:
      return "it is not there";
    case BackupError::NotABackup:
      return "this is no backup of a ledger";
    case BackupError::Damaged:
      return "the backup is damaged";
    case BackupError::OtherLedger:
      return "the backup is of another ledger";
    case BackupError::NotEmpty:
      return "it would overwrite what is there";
    case BackupError::Full:
      return "no space is left";
    case BackupError::Denied:
      return "access is denied";
    case BackupError::Io:
      return "a file operation failed";
  }
  return "";
}

BackupFailure describe(FileError error, const std::filesystem::path& path) {
  switch (error) {
    case FileError::NotFound:
      return {BackupError::NotThere, path.string()};
    case FileError::Denied:
      return {BackupError::Denied, path.string()};
    case FileError::ReadOnly:
    case FileError::NotADirectory:
      return {BackupError::Io, path.string() + ": " + std::string(to_string(error))};
    case FileError::TooLong:
      return {BackupError::NotABackup, path.string() + " is too long"};
    case FileError::Damaged:
      return {BackupError::NotABackup, path.string() + " is not as it was written"};
    case FileError::Full:
      return {BackupError::Full, path.string()};
    case FileError::NoDescriptors:
      return {BackupError::Io, path.string() + ": " + std::string(to_string(error))};
    case FileError::Io:
      break;
  }
  return {BackupError::Io, path.string()};
}

}  // namespace vitalstream::storage
