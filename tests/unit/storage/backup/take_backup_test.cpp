#include "storage/backup/take_backup.hpp"

#include <gtest/gtest.h>

#include "storage/backup/backup_folder.hpp"
#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

class TakeBackup : public ::testing::Test {
 protected:
  TempDirectory directory_;
  PosixFileOps files_;
  ACheckpoint checkpoint_;
};

TEST_F(TakeBackup, WithoutAKeyringThereIsNothingToBackUp) {
  std::filesystem::remove(checkpoint_.path() / "keyring");
  BackupFolder folder(files_, directory_.path() / "folder");
  EXPECT_EQ(take_backup(checkpoint_.task(), folder, ignore_progress).error().error,
            BackupError::NotThere);
}

TEST_F(TakeBackup, NamesEveryFileOnceWithItsLength) {
  BackupFolder folder(files_, directory_.path() / "folder");
  const auto taken = take_backup(checkpoint_.task(), folder, ignore_progress);
  ASSERT_TRUE(taken);
  std::vector<std::string> names;
  for (const BackupFile& file : taken->manifest.files) {
    names.push_back(file.name + " " + std::to_string(file.bytes));
  }
  EXPECT_EQ(names, (std::vector<std::string>{"db/000007.sst 3000000", "db/CURRENT 16",
                                             "db/empty.log 0", "keyring 11"}));
}

}  // namespace
}  // namespace vitalstream::storage
