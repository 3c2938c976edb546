#include "storage/backup/archive_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

TEST_F(Reader, ACutIsFound) {
  ASSERT_TRUE(take());
  const std::string whole = read_text(path_);
  write_text(path_, whole.substr(0, whole.size() - 40));
  EXPECT_EQ(verify().error().error, BackupError::Damaged);
}

// All its bits, because gzip leaves up to seven unused here and there. If the change keeps the very
// first entry from being unpacked, the file does not even look like a backup any more.
TEST_F(Reader, AChangedByteOfTheContentIsFound) {
  ASSERT_TRUE(take());
  const std::string whole = read_text(path_);
  constexpr std::size_t kGzipFrame = 20;
  const std::size_t step = std::max<std::size_t>(whole.size() / 40, 1);
  for (std::size_t at = kGzipFrame; at + kGzipFrame < whole.size(); at += step) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(~flipped[at]);
    write_text(path_, flipped);
    const auto verified = verify();
    ASSERT_FALSE(verified) << "byte " << at << " of " << whole.size();
    EXPECT_TRUE(verified.error().error == BackupError::Damaged ||
                verified.error().error == BackupError::NotABackup);
  }
}

TEST_F(Reader, WhatIsNoneIsSaidToBeNone) {
  EXPECT_EQ(verify().error().error, BackupError::NotThere);
  write_text(path_, "a text");
  EXPECT_EQ(verify().error().error, BackupError::NotABackup);
}

}  // namespace
}  // namespace vitalstream::storage
