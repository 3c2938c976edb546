#include "storage/rocks/run.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/storage/rocks/entries.hpp"

namespace vitalstream::storage {
namespace {

TEST(Run, OrdersByKeyThenNewestFirst) {
  Entries entries;
  const char* a = entries.make("a", 5);
  const char* b_new = entries.make("b", 9);
  const char* b_old = entries.make("b", 3);
  const char* ba = entries.make("ba", 1);
  EXPECT_LT(compare_entries(a, b_new), 0);
  EXPECT_LT(compare_entries(b_new, b_old), 0);
  EXPECT_GT(compare_entries(b_old, b_new), 0);
  EXPECT_LT(compare_entries(b_old, ba), 0);
  EXPECT_EQ(compare_entries(a, a), 0);
}

TEST(Run, OrdersBytesAsUnsigned) {
  Entries entries;
  EXPECT_LT(compare_entries(entries.make("\x7F", 1), entries.make("\x80", 1)), 0);
  EXPECT_LT(compare_entries(entries.make("", 1), entries.make(std::string(1, '\0'), 1)), 0);
}

TEST(Run, ReadsLengthsOfSeveralBytes) {
  Entries entries;
  const std::string large(20'000, 'x');
  EXPECT_LT(compare_entries(entries.make(large, 1), entries.make(large + "y", 1)), 0);
  EXPECT_EQ(compare_entry(entries.make(large, 7), internal_key(large, 7)), 0);
}

TEST(Run, ComparesWithTheKeyOfASeek) {
  Entries entries;
  EXPECT_EQ(compare_entry(entries.make("k", 4), internal_key("k", 4)), 0);
  EXPECT_LT(compare_entry(entries.make("k", 5), internal_key("k", 4)), 0);
  EXPECT_GT(compare_entry(entries.make("l", 5), internal_key("k", 4)), 0);
}

}  // namespace
}  // namespace vitalstream::storage
