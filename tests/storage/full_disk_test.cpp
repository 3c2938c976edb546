// A disk that fills up, or whose sync fails, at any moment: the error is typed, stays, and nothing
// that was acknowledged before is lost.

#include <gtest/gtest.h>

#include "tests/storage/kill_story.hpp"
#include "tests/storage/small_file_system.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::int64_t kAmple = 1LL << 40U;

class FullDisk : public ::testing::Test {
 protected:
  std::unique_ptr<Database> open() {
    DatabaseOptions options = story_options();
    options.file_system = std::make_shared<SmallFileSystem>(disk_);
    auto opened = Database::open(directory_.path() / "db", options);
    EXPECT_TRUE(opened.has_value()) << opened.error().detail;
    return opened ? std::move(*opened) : nullptr;
  }

  // Commits and syncs until something fails; the height that was acknowledged last.
  static std::uint64_t fill(Database& database, std::optional<StorageError>& error) {
    std::uint64_t acknowledged = database.tip() ? database.tip()->height.value() : 0;
    while (!error) {
      const std::uint64_t height = acknowledged + 1;
      const Bytes body = story_body(height);
      Written outcome =
          database.put_batch({.digest = story_batch(height), .encoded = body, .attachments = {}});
      if (outcome) {
        outcome = database.commit(story_block(database, height));
      }
      if (outcome) {
        outcome = database.sync();
      }
      if (outcome) {
        acknowledged = height;
      } else {
        error = outcome.error();
      }
    }
    return acknowledged;
  }

  void expect_all(Database& database, std::uint64_t acknowledged) {
    ASSERT_GE(database.tip()->height.value(), acknowledged);
    for (std::uint64_t height = 1; height <= acknowledged; ++height) {
      const std::optional<Bytes> body = story_body(height);
      ASSERT_EQ(*database.latest().batch(story_batch(height)), body) << height;
      ASSERT_EQ(*database.latest().results(Height(height)), body) << height;
    }
  }

  TempDirectory directory_;
  std::shared_ptr<DiskState> disk_ = std::make_shared<DiskState>();
};

TEST_F(FullDisk, StopsWithATypedErrorAndLosesNothing) {
  for (const std::int64_t room : {600'000, 1'500'000, 4'000'000}) {
    disk_->free_bytes = kAmple;
    auto database = open();
    disk_->free_bytes = room;
    std::optional<StorageError> error;
    const std::uint64_t acknowledged = fill(*database, error);
    EXPECT_EQ(error, StorageError::Full);
    EXPECT_TRUE(is_fatal(*error));
    EXPECT_GT(acknowledged, 10U);
    database.reset();
    disk_->free_bytes = kAmple;
    database = open();
    expect_all(*database, acknowledged);
    // It goes on from there.
    const std::uint64_t height = database->tip()->height.value() + 1;
    const Bytes body = story_body(height);
    ASSERT_TRUE(
        database->put_batch({.digest = story_batch(height), .encoded = body, .attachments = {}}));
    ASSERT_TRUE(database->commit(story_block(*database, height)));
    ASSERT_TRUE(database->sync());
  }
}

TEST_F(FullDisk, DoesNotGoOnByItselfWhenThereIsRoomAgain) {
  disk_->free_bytes = kAmple;
  auto database = open();
  disk_->free_bytes = 600'000;
  std::optional<StorageError> error;
  fill(*database, error);
  disk_->free_bytes = kAmple;
  EXPECT_EQ(database->failure(), error);
  EXPECT_EQ(database->sync().error(), *error);
  EXPECT_EQ(database->put_evidence(as_bytes("k"), as_bytes("v")).error(), *error);
}

TEST_F(FullDisk, AFailedSyncIsFatalAndNeverTriedAgain) {
  disk_->free_bytes = kAmple;
  auto database = open();
  ASSERT_TRUE(database->commit(story_block(*database, 1)));
  ASSERT_TRUE(database->sync());
  ASSERT_TRUE(database->commit(story_block(*database, 2)));
  disk_->fails_syncs = true;
  EXPECT_EQ(database->sync().error(), StorageError::Io);
  disk_->fails_syncs = false;
  EXPECT_EQ(database->sync().error(), StorageError::Io);
  EXPECT_EQ(database->failure(), StorageError::Io);
  EXPECT_EQ(database->commit(story_block(*database, 3)).error(), StorageError::Io);
}

TEST_F(FullDisk, AtTheStartIsTypedToo) {
  disk_->free_bytes = 10;
  DatabaseOptions options = story_options();
  options.file_system = std::make_shared<SmallFileSystem>(disk_);
  const auto opened = Database::open(directory_.path() / "db", options);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().error, StorageError::Full);
}

}  // namespace
}  // namespace vitalstream::storage
