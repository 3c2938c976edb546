// Batches, commits, syncs and readers at once: a reader's snapshot always shows whole blocks, and
// every batch is there as soon as its put returned.

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/storage/kill_story.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::uint64_t kBlocks = 400;

class Concurrency : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Database::open(directory_.path() / "db", story_options());
    ASSERT_TRUE(opened.has_value());
    database_ = std::move(*opened);
  }

  void put_batches() {
    for (std::uint64_t number = 1; number <= kBlocks; ++number) {
      const Bytes body = story_body(number);
      ASSERT_TRUE(database_->put_batch(
          {.digest = story_batch(number), .encoded = body, .attachments = {}}));
      ASSERT_TRUE(*database_->latest().has_batch(story_batch(number)));
    }
  }

  void commit_blocks() {
    for (std::uint64_t height = 1; height <= kBlocks; ++height) {
      ASSERT_TRUE(database_->commit(story_block(*database_, height)));
    }
    is_done_ = true;
  }

  void sync_always() {
    while (!is_done_) {
      ASSERT_TRUE(database_->sync());
    }
  }

  void read_always() {
    while (!is_done_) {
      const ReadView view = database_->snapshot();
      const auto tip = view.tip();
      ASSERT_TRUE(tip.has_value());
      if (*tip) {
        expect_whole(view, **tip);
      }
    }
  }

  static void expect_whole(const ReadView& view, const Tip& tip) {
    const std::uint64_t height = tip.height.value();
    EXPECT_EQ((**view.block(tip.height)).digest, tip.digest);
    EXPECT_EQ(**view.results(tip.height), story_body(height));
    EXPECT_EQ(**view.state(as_bytes("newest")), height_text(height));
    EXPECT_TRUE(view.location_of(story_tx(height, 0))->has_value());
    EXPECT_FALSE(view.location_of(story_tx(height + 1, 0))->has_value());
    ScanRequest all = scan_prefix(ScanSource::Index, {});
    all.order = ScanOrder::Descending;
    all.entries_max = 1;
    EXPECT_EQ(view.scan(all)->entries.front().key, height_text(height));
  }

  TempDirectory directory_;
  std::unique_ptr<Database> database_;
  std::atomic<bool> is_done_ = false;
};

TEST_F(Concurrency, ReadersSeeWholeBlocksWhileOthersWriteAndSync) {
  std::vector<std::jthread> threads;
  threads.emplace_back([this] { put_batches(); });
  threads.emplace_back([this] { sync_always(); });
  threads.emplace_back([this] { sync_always(); });
  threads.emplace_back([this] { read_always(); });
  threads.emplace_back([this] { read_always(); });
  threads.emplace_back([this] { commit_blocks(); });
  threads.clear();
  EXPECT_EQ((**database_->latest().tip()).height, Height(kBlocks));
}

}  // namespace
}  // namespace vitalstream::storage
