#include "storage/files/space_reserve.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::uint64_t kBytes = 256 * 1024;

class SpaceReserveTest : public ::testing::Test {
 protected:
  TempDirectory directory_;
  std::filesystem::path path_ = directory_.path() / "RESERVE";
};

TEST_F(SpaceReserveTest, OccupiesItsBytesOnceRestored) {
  SpaceReserve reserve(path_, kBytes);
  EXPECT_FALSE(reserve.is_held());
  ASSERT_TRUE(reserve.restore());
  EXPECT_TRUE(reserve.is_held());
  EXPECT_EQ(std::filesystem::file_size(path_), kBytes);
  EXPECT_TRUE(reserve.restore()) << "again";
}

TEST_F(SpaceReserveTest, IsReleasedOnceAndCanBeRestored) {
  SpaceReserve reserve(path_, kBytes);
  EXPECT_FALSE(reserve.release()) << "nothing to give";
  ASSERT_TRUE(reserve.restore());
  EXPECT_TRUE(reserve.release());
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_FALSE(reserve.release());
  EXPECT_TRUE(reserve.restore());
}

TEST_F(SpaceReserveTest, OneOfAnEarlierProcessIsTaken) {
  ASSERT_TRUE(SpaceReserve(path_, kBytes).restore());
  EXPECT_TRUE(SpaceReserve(path_, kBytes).is_held());
}

TEST_F(SpaceReserveTest, AFileThatOccupiesLessIsNone) {
  std::ofstream(path_).close();
  std::filesystem::resize_file(path_, kBytes);
  SpaceReserve reserve(path_, kBytes);
  EXPECT_FALSE(reserve.is_held()) << "a hole is no room";
  ASSERT_TRUE(reserve.restore());
  EXPECT_TRUE(reserve.is_held());
}

TEST_F(SpaceReserveTest, WhereItCannotBeMadeNothingIsLeft) {
  SpaceReserve reserve(directory_.path() / "missing" / "RESERVE", kBytes);
  EXPECT_FALSE(reserve.restore());
  EXPECT_FALSE(reserve.is_held());
}

}  // namespace
}  // namespace vitalstream::storage
