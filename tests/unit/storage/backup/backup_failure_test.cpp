#include "storage/backup/backup_failure.hpp"

#include <gtest/gtest.h>

namespace vitalstream::storage {
namespace {

TEST(BackupFailure, SaysWhichFileAndWhy) {
  const BackupFailure failure = describe(FileError::Full, "/backups/files/ab");
  EXPECT_EQ(failure.error, BackupError::Full);
  EXPECT_EQ(failure.detail, "/backups/files/ab");
  EXPECT_EQ(to_string(failure.error), "no space is left");
}

TEST(BackupFailure, AFileThatIsTooLongIsNoneOfABackup) {
  EXPECT_EQ(describe(FileError::TooLong, "x").error, BackupError::NotABackup);
}

}  // namespace
}  // namespace vitalstream::storage
