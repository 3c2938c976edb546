#include "node/stores/checkpoint.hpp"

#include <gtest/gtest.h>

#include "tests/support/temp_directory.hpp"

namespace vitalstream::node {
namespace {

class Checkpoint : public ::testing::Test {
 protected:
  Checkpoint() {
    storage::DatabaseOptions options;
    options.missing = storage::MissingDatabase::Create;
    database_ = std::move(*storage::Database::open(directory_.path() / "db", options));
    directory_.write("keyring", "sealed keys");
  }
  std::filesystem::path place() const { return checkpoint_path(directory_.path()); }

  vitalstream::testing::TempDirectory directory_;
  std::unique_ptr<storage::Database> database_;
};

TEST_F(Checkpoint, HoldsDatabaseKeyringAndTip) {
  ASSERT_TRUE(make_checkpoint(directory_.path(), *database_));
  EXPECT_TRUE(std::filesystem::exists(place() / "db" / "CURRENT"));
  EXPECT_TRUE(std::filesystem::exists(place() / "keyring"));
  EXPECT_EQ(read_checkpoint_tip(place()), storage::Tip{});
}

TEST_F(Checkpoint, ReplacesAnEarlierOne) {
  ASSERT_TRUE(make_checkpoint(directory_.path(), *database_));
  std::filesystem::create_directory(place() / "stale");
  ASSERT_TRUE(make_checkpoint(directory_.path(), *database_));
  EXPECT_FALSE(std::filesystem::exists(place() / "stale"));
}

TEST_F(Checkpoint, ThatFailsDoesNotAppear) {
  std::filesystem::remove(directory_.path() / "keyring");
  EXPECT_FALSE(make_checkpoint(directory_.path(), *database_));
  EXPECT_FALSE(std::filesystem::exists(place()));
}

TEST_F(Checkpoint, AFolderWithoutATipIsNone) {
  EXPECT_FALSE(read_checkpoint_tip(directory_.path()));
  directory_.write("tip.json", R"({"height":1,"block":"zz"})");
  EXPECT_FALSE(read_checkpoint_tip(directory_.path()));
}

}  // namespace
}  // namespace vitalstream::node
