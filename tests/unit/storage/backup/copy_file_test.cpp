#include "storage/backup/copy_file.hpp"

#include <gtest/gtest.h>

#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

class CopyFile : public ::testing::Test {
 protected:
  TempDirectory directory_;
  PosixFileOps files_;
  std::filesystem::path from_ = directory_.path() / "from";
  std::filesystem::path to_ = directory_.path() / "to";
};

TEST_F(CopyFile, CopiesWhatHasTheExpectedHash) {
  write_text(from_, std::string(2'500'000, 'x'));
  const auto file = fingerprint(from_, "from");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->bytes, 2'500'000U);
  EXPECT_TRUE(copy_file(files_, from_, to_, *file));
  EXPECT_EQ(read_text(to_), read_text(from_));
}

TEST_F(CopyFile, WhatHasChangedSinceIsRefused) {
  write_text(from_, "before");
  const auto file = fingerprint(from_, "from");
  write_text(from_, "after!");
  EXPECT_EQ(copy_file(files_, from_, to_, *file).error().error, BackupError::Damaged);
}

TEST_F(CopyFile, WhatIsNotThereIsSaid) {
  EXPECT_EQ(fingerprint(from_, "from").error().error, BackupError::NotThere);
}

}  // namespace
}  // namespace vitalstream::storage
