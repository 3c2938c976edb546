// The rebuilt database takes the place of the damaged one, wherever the process dies.
#include "node/stores/swap_databases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "storage/files/posix_file_ops.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::node {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Fails at one operation, and at each after it, as if the process had died there.
class DyingFiles final : public storage::FileOps {
 public:
  explicit DyingFiles(int operations) : left_(operations) {}

  Result<std::unique_ptr<storage::AppendFile>, storage::FileError> create(
      const Path& path) override {
    return disk_.create(path);
  }
  Result<std::unique_ptr<storage::AppendFile>, storage::FileError> open_append(
      const Path& path) override {
    return disk_.open_append(path);
  }
  Result<Bytes, storage::FileError> read(const Path& path, std::uint64_t bytes_max) override {
    return disk_.read(path, bytes_max);
  }
  Result<void, storage::FileError> truncate(const Path& path, std::uint64_t bytes) override {
    return disk_.truncate(path, bytes);
  }
  Result<void, storage::FileError> rename(const Path& from, const Path& to) override {
    return left_-- > 0 ? disk_.rename(from, to) : storage::FileError::Io;
  }
  Result<void, storage::FileError> unlink(const Path& path) override { return disk_.unlink(path); }
  Result<void, storage::FileError> make_directory(const Path& path) override {
    return disk_.make_directory(path);
  }
  Result<void, storage::FileError> sync_directory(const Path& path) override {
    return left_-- > 0 ? disk_.sync_directory(path) : storage::FileError::Io;
  }
  Result<std::vector<std::string>, storage::FileError> list(const Path& path) override {
    return disk_.list(path);
  }

 private:
  storage::PosixFileOps disk_;
  int left_;
};

class SwapDatabases : public ::testing::Test {
 protected:
  void make(const fs::path& path, const std::string& what) {
    fs::create_directory(path);
    std::ofstream(path / "what") << what;
  }
  std::string what_is(const fs::path& path) {
    std::string what;
    std::ifstream(path / "what") >> what;
    return what;
  }
  [[nodiscard]] Result<void, storage::FileError> swap(int operations = 100) {
    DyingFiles files(operations);
    return swap_databases(files, places_);
  }
  [[nodiscard]] SwapStage stage() {
    storage::PosixFileOps files;
    const auto found = swap_stage(files, places_);
    EXPECT_TRUE(found);
    return found ? *found : SwapStage::Broken;
  }
  [[nodiscard]] std::string refusal() {
    storage::PosixFileOps files;
    const auto whole = check_swap(files, places_);
    return whole ? "" : whole.error().reason;
  }
  void expect_swapped() {
    EXPECT_EQ(stage(), SwapStage::Done);
    EXPECT_EQ(what_is(places_.database), "rebuilt");
    EXPECT_EQ(what_is(places_.damaged), "damaged");
    EXPECT_FALSE(fs::exists(places_.rebuilt));
  }

  vitalstream::testing::TempDirectory directory_;
  DatabasePlaces places_{directory_.path() / "db", directory_.path() / "db.rebuild",
                         directory_.path() / "db.damaged"};
};

TEST_F(SwapDatabases, TheRebuiltOneTakesThePlaceOfTheDamagedOne) {
  make(places_.database, "damaged");
  make(places_.rebuilt, "rebuilt");
  EXPECT_EQ(stage(), SwapStage::Before);
  ASSERT_TRUE(swap());
  expect_swapped();
}

TEST_F(SwapDatabases, GoesOnFromEveryOperationAtWhichItStopped) {
  constexpr int kOperations = 5;
  for (int operations = 0; operations < kOperations; ++operations) {
    for (const fs::path& path : {places_.database, places_.rebuilt, places_.damaged}) {
      fs::remove_all(path);
    }
    make(places_.database, "damaged");
    make(places_.rebuilt, "rebuilt");
    EXPECT_FALSE(swap(operations)) << operations;
    EXPECT_TRUE(fs::exists(places_.damaged) || what_is(places_.database) == "damaged");
    ASSERT_TRUE(swap()) << operations;
    expect_swapped();
  }
  EXPECT_TRUE(swap(2)) << "there is nothing more to do than to make it durable";
}

TEST_F(SwapDatabases, NothingIsOpenedBetweenTheRenamesOrWhereOnlyTheOldOneIsLeft) {
  make(places_.damaged, "damaged");
  EXPECT_EQ(stage(), SwapStage::Broken);
  EXPECT_THAT(refusal(), HasSubstr("name it db again"));
  make(places_.rebuilt, "rebuilt");
  EXPECT_EQ(stage(), SwapStage::Between);
  EXPECT_THAT(refusal(), HasSubstr("ledger rebuild` again"));
  ASSERT_TRUE(swap());
  EXPECT_EQ(refusal(), "");
}

// Taken for empty, it would be filled anew.
TEST_F(SwapDatabases, ADirectoryThatCannotBeReadIsNoAnswer) {
  places_.database = directory_.path() / "gone" / "db";
  storage::PosixFileOps files;
  EXPECT_FALSE(swap_stage(files, places_));
  EXPECT_NE(refusal(), "");
  EXPECT_FALSE(swap());
}

TEST_F(SwapDatabases, WithoutAnOldOneNothingIsSetAside) {
  make(places_.rebuilt, "rebuilt");
  ASSERT_TRUE(swap());
  EXPECT_EQ(what_is(places_.database), "rebuilt");
  EXPECT_FALSE(fs::exists(places_.damaged));
}

}  // namespace
}  // namespace vitalstream::node
