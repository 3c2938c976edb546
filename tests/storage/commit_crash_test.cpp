// Every crash point of a database as a node uses it, on the encrypted file system: made, batches
// put, blocks committed and synced, everything rewritten under a new data key, opened again; before
// and after each operation of the disk, with every loss. What a sync acknowledged is there, blocks
// are there as a whole or not at all, and it goes on.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "storage/encrypted_fs/encrypted_file_system.hpp"
#include "tests/storage/encrypted_fs/crash_file_system.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"
#include "tests/storage/kill_story.hpp"

namespace vitalstream::storage {
namespace {

constexpr const char* kDirectory = "/data/db";
constexpr std::uint64_t kRoundsPerLife = 3;
// RocksDB sleeps for a second after a failed flush; meanwhile others crash.
constexpr std::size_t kThreads = 8;

std::uint64_t losses_per_point() {
  const char* text = std::getenv("VITALSTREAM_LOSSES");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

class Story {
 public:
  explicit Story(std::uint64_t seed) : disk_(std::make_shared<CrashFileSystem>(seed)) {
    // RocksDB renames CURRENT without having synced the directory for its manifest before.
    disk_->disk().keep_names_in_order();
  }

  [[nodiscard]] CrashDisk& disk() { return disk_->disk(); }
  [[nodiscard]] FixedKeys& keys() { return *keys_; }
  void close() { database_.reset(); }

  // Ends at the crash.
  void tell() {
    if (!open() || !play(kRoundsPerLife)) {
      return;
    }
    keys_->rotate();
    const auto all = [](std::string_view) { return true; };
    if (!database_->rewrite(all) || !database_->sync() || !play(kRoundsPerLife)) {
      return;
    }
    if (open() && play(1)) {
      close();
      std::ignore = rewrite_identity(*files_, kDirectory);
    }
  }

  [[nodiscard]] bool open() {
    close();
    files_ = make_encrypted_file_system(
        {.keys = keys_, .faults = std::make_shared<FaultRegister>(), .beneath = disk_});
    DatabaseOptions options = story_options();
    options.file_system = files_;
    auto opened = Database::open(kDirectory, options);
    if (opened && (*opened)->release_deletions()) {
      database_ = std::move(*opened);
    }
    return database_ != nullptr;
  }

  [[nodiscard]] bool play(std::uint64_t rounds) {
    for (std::uint64_t round = 0; round < rounds; ++round) {
      const std::uint64_t height = (database_->tip() ? database_->tip()->height.value() : 0) + 1;
      const Bytes body = story_body(height);
      const NewAttachment attachment{
          .position = {.item = 0, .number = 1}, .salt = {}, .content = body};
      const std::span<const NewAttachment> attachments(&attachment, 1);
      if (!database_->put_batch({story_batch(height), body, attachments}) ||
          !database_->commit(story_block(*database_, height)) || !database_->sync()) {
        return false;
      }
      acknowledged_ = height;
    }
    return true;
  }

  // Why what is found after the crash is wrong; empty if it is right.
  [[nodiscard]] std::string wrong() {
    if (!open()) {
      return "it does not open";
    }
    const std::uint64_t tip = database_->tip() ? database_->tip()->height.value() : 0;
    if (tip < acknowledged_ || tip > acknowledged_ + 1) {
      return "acknowledged " + std::to_string(acknowledged_) + ", found " + std::to_string(tip);
    }
    for (std::uint64_t height = 1; height <= tip; ++height) {
      if (!is_whole(height)) {
        return "block " + std::to_string(height) + " of " + std::to_string(tip) + " is not whole";
      }
    }
    const auto newest = database_->latest().state(as_bytes("newest"));
    if (!newest || newest->has_value() != (tip > 0) || (tip > 0 && **newest != height_text(tip))) {
      return "the state is that of another block";
    }
    acknowledged_ = tip;
    return play(1) && open() && is_whole(tip + 1) ? "" : "it does not go on";
  }

 private:
  [[nodiscard]] bool is_whole(std::uint64_t height) const {
    const ReadView view = database_->latest();
    const Tip tip = story_tip(height);
    const auto block = view.block(tip.height);
    const auto results = view.results(tip.height);
    const auto batch = view.batch(story_batch(height));
    const auto attachments = database_->attachments().read_all(story_batch(height));
    for (std::uint32_t index = 0; index < kTxsPerStoryBlock; ++index) {
      const auto location = view.location_of(story_tx(height, index));
      if (!location || !*location || (*location)->height != tip.height) {
        return false;
      }
    }
    return block && *block && (*block)->digest == tip.digest && results && *results &&
           **results == story_body(height) && batch && *batch && **batch == story_body(height) &&
           attachments && attachments->size() == 1 &&
           attachments->front().content == story_body(height);
  }

  std::shared_ptr<CrashFileSystem> disk_;
  std::shared_ptr<FixedKeys> keys_ = std::make_shared<FixedKeys>();
  std::shared_ptr<rocksdb::FileSystem> files_;
  std::unique_ptr<Database> database_;
  std::uint64_t acknowledged_ = 0;
};

// One crash: where, and with what loss.
struct Crash {
  std::uint64_t point = 0;
  std::size_t loss = 0;
};

std::string outcome(const Crash& crash) {
  Story story(crash.point);
  story.disk().crash_at({.operation = crash.point / 2, .is_after = crash.point % 2 == 1});
  story.tell();
  story.close();
  story.disk().restart(kLosses[crash.loss]);
  return story.wrong();
}

TEST(CommitCrash, LosesNothingAcknowledgedAtAnyOperationOfTheDisk) {
  Story whole(1);
  whole.tell();
  const std::uint64_t operations = whole.disk().operations();
  ASSERT_GT(operations, 200U);
  whole.keys().retire(KeyGeneration(1));
  ASSERT_EQ(whole.wrong(), "") << "after the rewriting nothing needs the old key";

  std::vector<Crash> crashes;
  for (std::uint64_t point = 0; point < 2 * operations; ++point) {
    for (std::uint64_t loss = 0; loss < losses_per_point(); ++loss) {
      crashes.push_back({point, (point / 2 + point % 2 * 3 + loss) % kLosses.size()});
    }
  }
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (std::size_t count = 0; count < kThreads; ++count) {
    threads.emplace_back([&] {
      for (std::size_t at = next++; at < crashes.size(); at = next++) {
        const std::string wrong = outcome(crashes[at]);
        EXPECT_EQ(wrong, "") << "point " << crashes[at].point << ", loss " << crashes[at].loss;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  std::cout << operations << " operations, " << crashes.size() << " crashes\n";
}

TEST(CommitCrashControl, ADiskThatLiesAboutSyncsIsNoticed) {
  Story story(1);
  story.disk().lie_about_syncs(true);
  story.tell();
  story.close();
  story.disk().restart(Loss::Everything);
  story.disk().lie_about_syncs(false);
  EXPECT_NE(story.wrong(), "");
}

}  // namespace
}  // namespace vitalstream::storage
