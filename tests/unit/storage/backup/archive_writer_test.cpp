#include "storage/backup/archive_writer.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "storage/backup/archive_reader.hpp"
#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

class Writer : public ::testing::Test {
 protected:
  BackupResult<BackupSummary> take() {
    ArchiveWriter writer(files_, path_);
    return take_backup(checkpoint_.task(), writer, ignore_progress);
  }
  BackupResult<BackupSummary> verify() {
    ArchiveReader reader(path_);
    return verify_backup(reader, ignore_progress);
  }

  TempDirectory directory_;
  PosixFileOps files_;
  ACheckpoint checkpoint_;
  std::filesystem::path path_ = directory_.path() / "demo.tar.gz";
};

TEST_F(Writer, HoldsAWholeBackup) {
  const auto taken = take();
  ASSERT_TRUE(taken) << taken.error().detail;
  const auto verified = verify();
  ASSERT_TRUE(verified) << verified.error().detail;
  EXPECT_EQ(verified->manifest, taken->manifest);
}

TEST_F(Writer, IsOneThatTarUnpacks) {
  ASSERT_TRUE(take());
  const std::string command =
      "tar -xzf '" + path_.string() + "' -C '" + directory_.path().string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_TRUE(manifest_from_json(read_text(directory_.path() / "manifest.json")));
}

TEST_F(Writer, IsNeverOverwritten) {
  ASSERT_TRUE(take());
  EXPECT_EQ(take().error().error, BackupError::NotEmpty);
}

}  // namespace
}  // namespace vitalstream::storage
