#include "storage/journal_files.hpp"

#include <gtest/gtest.h>

#include "tests/storage/crash_disk.hpp"

namespace vitalstream::storage {
namespace {

JournalFiles found_among(const std::vector<std::string>& names) {
  CrashDisk disk(1);
  EXPECT_TRUE(disk.make_directory("/d"));
  for (const std::string& name : names) {
    EXPECT_TRUE(disk.create("/d/" + name).has_value());
  }
  return *find_journal_files(disk, "/d");
}

TEST(JournalFiles, AreOrderedByGeneration) {
  const JournalFiles found = found_among({journal_name(12), journal_name(3), journal_name(100)});
  EXPECT_EQ(found.generations, (std::vector<std::uint64_t>{3, 12, 100}));
  EXPECT_EQ(found.highest_ever, 100U);
  EXPECT_FALSE(found.has_unfinished);
}

TEST(JournalFiles, ThoseSetAsideCountOnlyForTheNextNumber) {
  const JournalFiles found = found_among({set_aside_name(7)});
  EXPECT_TRUE(found.generations.empty());
  EXPECT_EQ(found.highest_ever, 7U);
}

TEST(JournalFiles, OtherNamesAreNotTaken) {
  const JournalFiles found = found_among({"safety-1.log", "safety-0000000000000000001x.log",
                                          "safety-.log", "notes", kUnfinishedJournalName});
  EXPECT_TRUE(found.generations.empty());
  EXPECT_TRUE(found.has_unfinished);
}

TEST(JournalFiles, ADirectoryThatDoesNotExistHasNone) {
  CrashDisk disk(1);
  const auto found = find_journal_files(disk, "/none");
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->generations.empty());
}

}  // namespace
}  // namespace vitalstream::storage
