#include "node/upkeep/table_tour.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "support/an_encrypted_ledger.hpp"

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kAll = 1'000'000'000;

class TableTourTest : public ::testing::Test {
 protected:
  TableTourTest() {
    std::ignore = encrypted_.ledger().commit_blocks(
        {{encrypted_.ledger().put("a", Bytes(9'000, 1))}, {encrypted_.ledger().put("b")}});
    encrypted_.ledger().reopen();
  }
  [[nodiscard]] TableTour tour(double beginning = 0) {
    return TableTour(
        {&encrypted_.ledger().database(), encrypted_.keys(), encrypted_.folder(), beginning});
  }
  testing::AnEncryptedLedger encrypted_;
};

TEST_F(TableTourTest, AWholeLedgerIsReadToTheEndAndNothingFound) {
  TableTour one = tour();
  EXPECT_TRUE(one.go_on(kAll).empty());
  EXPECT_EQ(one.progress().rounds, 1U);
  EXPECT_EQ(one.progress().files, encrypted_.ledger().database().files().size());
  EXPECT_EQ(one.progress().files_done, one.progress().files);
  EXPECT_GT(one.progress().bytes, 9'000U);
}

TEST_F(TableTourTest, ItReadsNoFasterThanItMayAndGoesOnThere) {
  TableTour one = tour();
  constexpr std::uint64_t kMore = 1'000;
  std::uint64_t steps = 0;
  std::uint64_t before = 0;
  for (; one.progress().rounds == 0 && steps < 1'000; ++steps) {
    before = one.progress().bytes;
    EXPECT_TRUE(one.go_on(kMore).empty());
    // It begins a piece only while less was read than allowed.
    EXPECT_TRUE(one.progress().bytes == before || before < (steps + 1) * kMore);
  }
  EXPECT_EQ(one.progress().rounds, 1U);
  EXPECT_GE((steps + 1) * kMore, before);
}

TEST_F(TableTourTest, FindsAChangedByteInAnyFileWhereverItBegins) {
  for (const double beginning : {0.0, 0.25, 0.99}) {
    for (const storage::FamilyFile& file : encrypted_.ledger().database().files()) {
      const auto path = encrypted_.folder() / file.name;
      testing::flip_byte(path, std::filesystem::file_size(path) - 1);
      TableTour one = tour(beginning);
      const auto found = one.go_on(kAll);
      ASSERT_EQ(found.size(), 1U) << file.name;
      EXPECT_EQ(found[0].name, file.name);
      EXPECT_THAT(found[0].what, HasSubstr(file.name));
      testing::flip_byte(path, std::filesystem::file_size(path) - 1);
    }
  }
}

TEST_F(TableTourTest, EachBeginsElsewhere) {
  const std::size_t files = encrypted_.ledger().database().files().size();
  ASSERT_GE(files, 4U);
  // The last one in the order of names is damaged: who begins there meets it first.
  std::vector<std::string> names;
  for (const storage::FamilyFile& file : encrypted_.ledger().database().files()) {
    names.push_back(file.name);
  }
  std::ranges::sort(names);
  const auto path = encrypted_.folder() / names.back();
  testing::flip_byte(path, std::filesystem::file_size(path) - 1);
  const auto files_until_found = [&](double beginning) {
    TableTour one = tour(beginning);
    while (one.go_on(1).empty()) {
    }
    return one.progress().files_done;
  };
  EXPECT_EQ(files_until_found(0.0), files);
  EXPECT_EQ(files_until_found(0.999), 1U);
}

TEST_F(TableTourTest, AShortageOfDescriptorsIsNoDamage) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{0, before.rlim_max};
  TableTour one = tour();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  const auto found = one.go_on(kAll);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(found.empty());
  EXPECT_EQ(one.progress().bytes, 0U);
}

}  // namespace
}  // namespace vitalstream::node
