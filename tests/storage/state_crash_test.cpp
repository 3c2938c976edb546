// Every crash point of a state that is made anew while the database is in use, on the encrypted
// file system: begun, filled, taken into use, committed to; before and after each operation of the
// disk, with every loss. The state is the one before or the one made anew, each as a whole, never a
// mixture; once the exchange was acknowledged it is the new one; and it goes on.

#include <gtest/gtest.h>

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
#include "tests/unit/storage/a_block.hpp"

namespace vitalstream::storage {
namespace {

constexpr const char* kDirectory = "/data/db";
constexpr std::uint64_t kBlocks = 3;
constexpr int kRows = 40;
// RocksDB sleeps for a second after a failed flush; meanwhile others crash.
constexpr std::size_t kThreads = 8;

std::uint64_t losses_per_point() {
  const char* text = std::getenv("VITALSTREAM_LOSSES");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

std::string key_of(int row) { return "row " + std::to_string(1'000 + row); }

class Story {
 public:
  explicit Story(std::uint64_t seed) : disk_(std::make_shared<CrashFileSystem>(seed)) {
    // RocksDB renames CURRENT without having synced the directory for its manifest before.
    disk_->disk().keep_names_in_order();
  }

  [[nodiscard]] CrashDisk& disk() { return disk_->disk(); }
  void close() { database_.reset(); }

  [[nodiscard]] bool open() {
    close();
    const auto files = make_encrypted_file_system(
        {.keys = keys_, .faults = std::make_shared<FaultRegister>(), .beneath = disk_});
    DatabaseOptions options;
    options.missing = MissingDatabase::Create;
    options.write_buffer_bytes = 64 * 1024;
    options.file_system = files;
    auto opened = Database::open(kDirectory, options);
    if (opened && (*opened)->release_deletions()) {
      database_ = std::move(*opened);
    }
    return database_ != nullptr;
  }

  // What is there, durably, before anything is made anew.
  [[nodiscard]] bool begin() {
    if (!open()) {
      return false;
    }
    for (std::uint64_t height = 1; height <= kBlocks; ++height) {
      if (!commit(height, "before")) {
        return false;
      }
    }
    return bool(database_->sync());
  }

  // Ends at the crash.
  void make_anew() {
    auto fresh = database_->begin_fresh_state();
    if (!fresh) {
      return;
    }
    for (int row = 0; row < kRows; ++row) {
      const std::string key = key_of(row);
      if (!(*fresh)->write({.state = {{as_bytes(key), as_bytes("anew")}},
                            .index = {{as_bytes(key), as_bytes("anew")}}})) {
        return;
      }
    }
    if (!database_->use_state(**fresh)) {
      return;
    }
    is_acknowledged_ = true;
    if (commit(kBlocks + 1, "after") && database_->sync()) {
      is_after_acknowledged_ = true;
    }
  }

  // Why what is found after the crash is wrong; empty if it is right.
  [[nodiscard]] std::string wrong() {
    if (!open()) {
      return "it does not open";
    }
    const std::string state = whole(ScanSource::State);
    if (state.empty() || state != whole(ScanSource::Index)) {
      return "the state is a mixture";
    }
    if ((is_acknowledged_ && state == "before") || (is_after_acknowledged_ && state != "after")) {
      return "the state is " + state;
    }
    const std::uint64_t tip = database_->tip()->height.value();
    if (tip != (state == "after" ? kBlocks + 1 : kBlocks)) {
      return "the state is that of another block";
    }
    // Once more, to the end.
    auto fresh = database_->begin_fresh_state();
    if (!fresh || !database_->use_state(**fresh) || !commit(tip + 1, "last")) {
      return "it does not go on";
    }
    fresh->reset();
    return open() && whole(ScanSource::State) == "last" ? "" : "it did not go on";
  }

 private:
  [[nodiscard]] bool commit(std::uint64_t height, const char* value) {
    BlockBuilder block = a_block(*database_, height);
    for (int row = 0; row < kRows; ++row) {
      block.with_state(key_of(row), value).with_index(key_of(row), value);
    }
    return bool(database_->commit(block.build()));
  }
  // The one value of all rows; empty if they differ.
  [[nodiscard]] std::string whole(ScanSource source) const {
    const auto page = database_->latest().scan(scan_prefix(source, as_bytes("row")));
    if (!page || page->entries.size() != kRows) {
      return {};
    }
    for (const KeyValue& entry : page->entries) {
      if (entry.value != page->entries.front().value) {
        return {};
      }
    }
    return std::string(as_text(page->entries.front().value));
  }

  std::shared_ptr<CrashFileSystem> disk_;
  std::shared_ptr<FixedKeys> keys_ = std::make_shared<FixedKeys>();
  std::unique_ptr<Database> database_;
  bool is_acknowledged_ = false;
  bool is_after_acknowledged_ = false;
};

std::uint64_t operations_of_the_story() {
  Story story(1);
  EXPECT_TRUE(story.begin());
  const std::uint64_t before = story.disk().operations();
  story.make_anew();
  const std::uint64_t after = story.disk().operations();
  EXPECT_EQ(story.wrong(), "") << "without a crash";
  return after - before;
}

// One crash: where after the beginning, and with what loss.
struct Crash {
  std::uint64_t point = 0;
  std::size_t loss = 0;
};

std::string outcome(const Crash& crash) {
  Story story(crash.point);
  if (!story.begin()) {
    return "it does not begin";
  }
  const std::uint64_t now = story.disk().operations();
  story.disk().crash_at({.operation = now + crash.point / 2, .is_after = crash.point % 2 == 1});
  story.make_anew();
  story.close();
  story.disk().restart(kLosses[crash.loss]);
  return story.wrong();
}

TEST(StateCrash, TheStateIsWholeFromEveryOperationOfTheDisk) {
  const std::uint64_t operations = operations_of_the_story();
  ASSERT_GT(operations, 50U);
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

}  // namespace
}  // namespace vitalstream::storage
