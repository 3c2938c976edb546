#include "storage/backup/archive_reader.hpp"

#include <gtest/gtest.h>

#include "storage/backup/archive_writer.hpp"
#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

class Reader : public ::testing::Test {
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

TEST_F(Reader, ACutOrAFlippedByteIsFound) {
  ASSERT_TRUE(take());
  const std::string whole = read_text(path_);
  write_text(path_, whole.substr(0, whole.size() - 40));
  EXPECT_EQ(verify().error().error, BackupError::Damaged);
  std::string flipped = whole;
  flipped[flipped.size() / 2] ^= 0x40;
  write_text(path_, flipped);
  EXPECT_EQ(verify().error().error, BackupError::Damaged);
}

TEST_F(Reader, WhatIsNoneIsSaidToBeNone) {
  EXPECT_EQ(verify().error().error, BackupError::NotThere);
  write_text(path_, "a text");
  EXPECT_EQ(verify().error().error, BackupError::NotABackup);
}

}  // namespace
}  // namespace vitalstream::storage
