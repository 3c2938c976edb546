#include "storage/backup/backup_folder.hpp"

#include <gtest/gtest.h>

#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

class Folder : public ::testing::Test {
 protected:
  BackupResult<BackupSummary> take(const BackupTask& task) {
    BackupFolder folder(files_, path_);
    return take_backup(task, folder, ignore_progress);
  }
  BackupResult<BackupSummary> verify() {
    BackupFolder folder(files_, path_);
    return verify_backup(folder, ignore_progress);
  }
  // The one file of these contents in the folder.
  std::filesystem::path kept(std::uintmax_t bytes) {
    for (const auto& entry : std::filesystem::directory_iterator(path_ / "files")) {
      if (entry.file_size() == bytes) {
        return entry.path();
      }
    }
    return {};
  }

  TempDirectory directory_;
  PosixFileOps files_;
  ACheckpoint checkpoint_;
  std::filesystem::path path_ = directory_.path() / "backups-of-demo";
};

TEST_F(Folder, TheNewestBackupIsTheOneThatIsRead) {
  ASSERT_TRUE(take(checkpoint_.task(5)));
  ASSERT_TRUE(take(checkpoint_.task(6)));
  const auto verified = verify();
  ASSERT_TRUE(verified) << verified.error().detail;
  EXPECT_EQ(verified->manifest.tip.height, Height(6));
}

TEST_F(Folder, TheSecondBackupWritesOnlyWhatHasChanged) {
  const auto first = take(checkpoint_.task());
  ASSERT_TRUE(first);
  EXPECT_EQ(first->new_bytes, first->bytes);
  write_text(checkpoint_.path() / "db/000008.sst", "more");
  const auto second = take(checkpoint_.task());
  ASSERT_TRUE(second);
  EXPECT_EQ(second->new_bytes, 4U);
  EXPECT_EQ(second->bytes, first->bytes + 4);
}

TEST_F(Folder, AnotherLedgersFolderIsRefused) {
  ASSERT_TRUE(take(checkpoint_.task()));
  BackupTask other = checkpoint_.task();
  other.identity.node = NodeId("2");
  EXPECT_EQ(take(other).error().error, BackupError::OtherLedger);
}

TEST_F(Folder, WhatItHoldsInsteadIsToldInWords) {
  ASSERT_TRUE(take(checkpoint_.task()));
  BackupTask other = checkpoint_.task();
  other.identity.node = NodeId("2");
  EXPECT_NE(take(other).error().detail.find(" holds backups of validator 1 of chain "),
            std::string::npos);
}

TEST_F(Folder, AFolderOfSomethingElseIsNotFilledWithBackups) {
  std::filesystem::create_directory(path_);
  write_text(path_ / "identity.json", "{}");
  const auto refused = take(checkpoint_.task());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error, BackupError::NotABackup);
  EXPECT_NE(refused.error().detail.find("identity.json"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(path_ / "files"));
}

TEST_F(Folder, AnEmptyFolderAndTheRootOfAFileSystemWillDo) {
  std::filesystem::create_directories(path_ / "lost+found");
  EXPECT_TRUE(take(checkpoint_.task()));
}

TEST_F(Folder, AFolderThatIsNotThereNamesTheOneThatIsMissing) {
  path_ = directory_.path() / "typo" / "backups";
  const auto refused = take(checkpoint_.task());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error, BackupError::NotThere);
  EXPECT_EQ(refused.error().detail, (directory_.path() / "typo").string());
}

TEST_F(Folder, AFileIsNoBackup) {
  write_text(path_, "text");
  EXPECT_EQ(verify().error().error, BackupError::NotABackup);
}

TEST_F(Folder, EveryFlippedBitIsFound) {
  ASSERT_TRUE(take(checkpoint_.task()));
  const std::filesystem::path victim = kept(3'000'000);
  std::string text = read_text(victim);
  text[2'000'000] ^= 1;
  write_text(victim, text);
  const auto verified = verify();
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().error, BackupError::Damaged);
  EXPECT_NE(verified.error().detail.find("db/000007.sst"), std::string::npos);
}

TEST_F(Folder, AMissingFileIsFound) {
  ASSERT_TRUE(take(checkpoint_.task()));
  std::filesystem::remove(kept(3'000'000));
  EXPECT_EQ(verify().error().error, BackupError::Damaged);
}

TEST_F(Folder, ADamagedManifestIsFoundAndNotSkippedForAnOlderOne) {
  ASSERT_TRUE(take(checkpoint_.task()));
  ASSERT_TRUE(take(checkpoint_.task()));
  write_text(path_ / "backups/000002.json", "{}");
  EXPECT_EQ(verify().error().error, BackupError::Damaged);
}

TEST_F(Folder, WhatIsNoBackupIsSaidToBeNone) {
  EXPECT_EQ(verify().error().error, BackupError::NotABackup);
}

}  // namespace
}  // namespace vitalstream::storage
