#include "storage/rocks/run_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <string>
#include <thread>

#include "tests/unit/storage/rocks/entries.hpp"

namespace vitalstream::storage {
namespace {

rocksdb::KeyHandle handle(const char* entry) { return const_cast<char*>(entry); }

std::vector<const char*> all_of(RunTable& table) {
  std::vector<const char*> entries;
  const std::unique_ptr<rocksdb::MemTableRep::Iterator> at(table.GetIterator(nullptr));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    entries.push_back(at->key());
  }
  return entries;
}

std::string padded(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(8 - digits.size(), '0') + digits;
}

TEST(RunTable, HoldsWhatWasInsertedInAnyOrder) {
  std::mt19937_64 random(3);
  Entries entries;
  RunTable table(nullptr);
  std::vector<const char*> expected;
  for (std::uint64_t tag = 1; tag <= 5'000; ++tag) {
    expected.push_back(entries.make(padded(random() % 1'000), tag));
    table.Insert(handle(expected.back()));
  }
  std::ranges::sort(
      expected, [](const char* one, const char* other) { return compare_entries(one, other) < 0; });
  EXPECT_EQ(all_of(table), expected);
  EXPECT_TRUE(table.Contains(expected[77]));
  EXPECT_FALSE(table.Contains(entries.make("none", 1)));
}

TEST(RunTable, SortedBatchesLeaveFewRuns) {
  Entries entries;
  RunTable table(nullptr);
  std::uint64_t tag = 0;
  for (std::uint64_t block = 0; block < 100; ++block) {
    for (std::uint64_t number = 0; number < 300; ++number) {
      table.Insert(handle(entries.make(padded(number * 100 + block), ++tag)));
    }
  }
  EXPECT_LE(table.view().size(), 8U);
  EXPECT_EQ(all_of(table).size(), 30'000U);
  EXPECT_GE(table.ApproximateMemoryUsage(), 30'000 * sizeof(const char*));
}

TEST(RunTable, AnIteratorDoesNotSeeWhatComesLater) {
  Entries entries;
  RunTable table(nullptr);
  table.Insert(handle(entries.make("b", 1)));
  const std::unique_ptr<rocksdb::MemTableRep::Iterator> at(table.GetIterator(nullptr));
  table.Insert(handle(entries.make("c", 2)));
  table.Insert(handle(entries.make("a", 3)));
  at->SeekToFirst();
  ASSERT_TRUE(at->Valid());
  EXPECT_EQ(compare_entry(at->key(), internal_key("b", 1)), 0);
  at->Next();
  EXPECT_FALSE(at->Valid());
}

TEST(RunTable, ReadersSeeAPrefixOfWhatIsBeingInserted) {
  constexpr std::uint64_t kEntries = 40'000;
  Entries kept;
  std::vector<const char*> entries;
  std::mt19937_64 random(5);
  for (std::uint64_t tag = 1; tag <= kEntries; ++tag) {
    entries.push_back(kept.make(padded(random() % 1'000), tag));
  }
  RunTable table(nullptr);
  std::atomic<std::uint64_t> inserted = 0;
  const auto read = [&] {
    while (inserted < kEntries) {
      const std::uint64_t before = inserted;
      const auto seen = all_of(table);
      ASSERT_GE(seen.size(), before);
      ASSERT_TRUE(std::ranges::is_sorted(seen, [](const char* one, const char* other) {
        return compare_entries(one, other) < 0;
      }));
    }
  };
  std::vector<std::jthread> readers;
  readers.emplace_back(read);
  readers.emplace_back(read);
  for (const char* entry : entries) {
    table.Insert(handle(entry));
    ++inserted;
  }
}

}  // namespace
}  // namespace vitalstream::storage
