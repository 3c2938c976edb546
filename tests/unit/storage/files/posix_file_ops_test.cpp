#include "storage/files/posix_file_ops.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

class PosixFileOpsTest : public ::testing::Test {
 protected:
  void write(const std::filesystem::path& path, std::string_view text) {
    auto file = files_.create(path);
    ASSERT_TRUE(file.has_value());
    ASSERT_TRUE((*file)->append(as_bytes(text)));
    ASSERT_TRUE((*file)->sync());
  }
  std::string read(const std::filesystem::path& path) {
    const auto contents = files_.read(path, kAnyLength);
    EXPECT_TRUE(contents.has_value());
    return contents ? std::string(as_text(*contents)) : std::string();
  }

  TempDirectory directory_;
  std::filesystem::path path_ = directory_.path() / "file";
  PosixFileOps files_;
};

TEST_F(PosixFileOpsTest, AppendsWhereTheFileEnds) {
  write(path_, "one");
  auto file = files_.open_append(path_);
  ASSERT_TRUE(file.has_value());
  ASSERT_TRUE((*file)->append(as_bytes(" two")));
  EXPECT_EQ(read(path_), "one two");
}

TEST_F(PosixFileOpsTest, CreatingEmptiesAnOlderFile) {
  write(path_, "old");
  write(path_, "n");
  EXPECT_EQ(read(path_), "n");
}

TEST_F(PosixFileOpsTest, FilesBelongToTheirOwnerAlone) {
  write(path_, "x");
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(PosixFileOpsTest, ReadsFilesLargerThanItsBuffer) {
  const std::string large(3 * 1024 * 1024 + 17, 'x');
  write(path_, large);
  EXPECT_EQ(read(path_), large);
}

TEST_F(PosixFileOpsTest, ReadsNoMoreThanItIsTold) {
  write(path_, "12345");
  EXPECT_TRUE(files_.read(path_, 5).has_value());
  EXPECT_EQ(files_.read(path_, 4).error(), FileError::TooLong);
}

TEST_F(PosixFileOpsTest, TruncatesRenamesListsAndUnlinks) {
  write(path_, "0123456789");
  ASSERT_TRUE(files_.truncate(path_, 4));
  ASSERT_TRUE(files_.rename(path_, directory_.path() / "other"));
  ASSERT_TRUE(files_.sync_directory(directory_.path()));
  EXPECT_EQ(*files_.list(directory_.path()), std::vector<std::string>{"other"});
  EXPECT_EQ(read(directory_.path() / "other"), "0123");
  ASSERT_TRUE(files_.unlink(directory_.path() / "other"));
  EXPECT_TRUE(files_.list(directory_.path())->empty());
}

TEST_F(PosixFileOpsTest, WhatIsMissingIsNotFound) {
  EXPECT_EQ(files_.read(path_, kAnyLength).error(), FileError::NotFound);
  EXPECT_EQ(files_.open_append(path_).error(), FileError::NotFound);
  EXPECT_EQ(files_.truncate(path_, 0).error(), FileError::NotFound);
  EXPECT_EQ(files_.rename(path_, path_).error(), FileError::NotFound);
  EXPECT_EQ(files_.unlink(path_).error(), FileError::NotFound);
  EXPECT_EQ(files_.list(path_).error(), FileError::NotFound);
  EXPECT_EQ(files_.sync_directory(path_).error(), FileError::NotFound);
}

TEST_F(PosixFileOpsTest, AFileIsNoDirectory) {
  write(path_, "x");
  EXPECT_EQ(files_.make_directory(path_).error(), FileError::NotADirectory);
}

TEST_F(PosixFileOpsTest, AnExistingDirectoryIsTaken) {
  ASSERT_TRUE(files_.make_directory(directory_.path() / "d"));
  EXPECT_TRUE(files_.make_directory(directory_.path() / "d"));
}

TEST_F(PosixFileOpsTest, DoesNotFollowLinks) {
  write(path_, "x");
  std::filesystem::create_symlink(path_, directory_.path() / "link");
  EXPECT_FALSE(files_.read(directory_.path() / "link", kAnyLength).has_value());
  EXPECT_FALSE(files_.create(directory_.path() / "link").has_value());
}

TEST_F(PosixFileOpsTest, AFullDeviceIsTold) {
  auto file = files_.open_append("/dev/full");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ((*file)->append(as_bytes("x")).error(), FileError::Full);
}

TEST_F(PosixFileOpsTest, AFullDeviceIsTriedAgainAsLongAsRoomIsMade) {
  int rooms_left = 3;
  int asked = 0;
  PosixFileOps files([&] {
    ++asked;
    return rooms_left-- > 0;
  });
  auto file = files.open_append("/dev/full");
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ((*file)->append(as_bytes("x")).error(), FileError::Full);
  EXPECT_EQ(asked, 4);
}

TEST_F(PosixFileOpsTest, WantOfDescriptorsIsTold) {
  write(path_, "x");
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit none = before;
  none.rlim_cur = 0;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto opened = files_.open_append(path_);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error(), FileError::NoDescriptors);
}

}  // namespace
}  // namespace vitalstream::storage
