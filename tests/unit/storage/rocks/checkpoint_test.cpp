#include "storage/rocks/checkpoint.hpp"

#include <gtest/gtest.h>

#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

class CheckpointTest : public ::testing::Test {
 protected:
  CheckpointTest() {
    DatabaseOptions options;
    options.missing = MissingDatabase::Create;
    rocks_ = std::move(*RocksHandle::open(directory_.path() / "db", options));
  }

  TempDirectory directory_;
  std::unique_ptr<RocksHandle> rocks_;
};

TEST_F(CheckpointTest, IsAFolderOfItsOwn) {
  ASSERT_TRUE(make_checkpoint(*rocks_, directory_.path() / "checkpoint"));
  EXPECT_TRUE(std::filesystem::exists(directory_.path() / "checkpoint" / "CURRENT"));
}

TEST_F(CheckpointTest, AFailureDoesNotStopTheDatabase) {
  EXPECT_FALSE(make_checkpoint(*rocks_, directory_.path() / "no" / "such" / "folder"));
  EXPECT_FALSE(rocks_->errors().first());
}

}  // namespace
}  // namespace vitalstream::storage
