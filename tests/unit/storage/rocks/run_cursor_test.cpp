#include "storage/rocks/run_cursor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "tests/unit/storage/rocks/entries.hpp"

namespace vitalstream::storage {
namespace {

// GoogleTest has a name of its own for Run.
using SortedRun = Run;

// Random entries in random runs, and the same entries as one sorted list.
class RunCursorTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  void SetUp() override {
    const std::size_t runs = GetParam();
    for (std::size_t run = 0; run < runs; ++run) {
      runs_.push_back(std::make_shared<SortedRun>());
    }
    for (std::uint64_t tag = 1; runs > 0 && tag <= 60 * runs; ++tag) {
      const char* entry = entries_.make(std::to_string(random_() % 40), tag);
      runs_[random_() % runs]->entries.push_back(entry);
      sorted_.push_back(entry);
    }
    const auto by_order = [](const char* one, const char* other) {
      return compare_entries(one, other) < 0;
    };
    std::ranges::sort(sorted_, by_order);
    for (const auto& run : runs_) {
      std::ranges::sort(run->entries, by_order);
    }
  }

  RunCursor cursor() {
    std::vector<RunView> views;
    for (const auto& run : runs_) {
      views.push_back({.run = run, .begin = run->entries.data(), .count = run->entries.size()});
    }
    return RunCursor(views);
  }

  // Where a cursor should stand: an index into the sorted list, or nothing.
  void expect_at(const RunCursor& cursor, std::ptrdiff_t index) {
    const bool inside = index >= 0 && index < static_cast<std::ptrdiff_t>(sorted_.size());
    ASSERT_EQ(cursor.is_valid(), inside);
    if (inside) {
      ASSERT_EQ(cursor.entry(), sorted_[static_cast<std::size_t>(index)]);
    }
  }

  std::mt19937_64 random_{7};
  Entries entries_;
  std::vector<std::shared_ptr<SortedRun>> runs_;
  std::vector<const char*> sorted_;
};

TEST_P(RunCursorTest, WalksForwardsAndBackwardsThroughAll) {
  RunCursor walking = cursor();
  std::ptrdiff_t index = 0;
  for (walking.seek_first(); walking.is_valid(); walking.next()) {
    expect_at(walking, index++);
  }
  EXPECT_EQ(index, static_cast<std::ptrdiff_t>(sorted_.size()));
  for (walking.seek_last(); walking.is_valid(); walking.previous()) {
    expect_at(walking, --index);
  }
  EXPECT_EQ(index, 0);
}

TEST_P(RunCursorTest, TurnsAtAnyPlace) {
  RunCursor walking = cursor();
  walking.seek_first();
  std::ptrdiff_t index = 0;
  for (int step = 0; step < 5'000 && walking.is_valid(); ++step) {
    const bool forwards = index == 0 || random_() % 2 == 0;
    forwards ? walking.next() : walking.previous();
    index += forwards ? 1 : -1;
    expect_at(walking, index);
  }
}

TEST_P(RunCursorTest, SeeksAsASortedListDoes) {
  RunCursor seeking = cursor();
  for (int number = 0; number < 300; ++number) {
    const std::string key = internal_key(std::to_string(random_() % 45), random_() % 400);
    const auto before = std::ranges::partition_point(
        sorted_, [&](const char* entry) { return compare_entry(entry, key) < 0; });
    const auto not_after = std::ranges::partition_point(
        sorted_, [&](const char* entry) { return compare_entry(entry, key) <= 0; });
    seeking.seek(key);
    expect_at(seeking, before - sorted_.begin());
    if (seeking.is_valid()) {
      seeking.previous();
      expect_at(seeking, before - sorted_.begin() - 1);
    }
    seeking.seek_before(key);
    expect_at(seeking, not_after - sorted_.begin() - 1);
    if (seeking.is_valid()) {
      seeking.next();
      expect_at(seeking, not_after - sorted_.begin());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(SeveralRuns, RunCursorTest, ::testing::Values(0U, 1U, 2U, 7U));

}  // namespace
}  // namespace vitalstream::storage
