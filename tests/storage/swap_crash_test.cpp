// Every crash point of the exchange of a damaged database for a rebuilt one, with every loss: each
// directory is whole under one of its names, and the names tell truly how far it has come.

#include <gtest/gtest.h>

#include <iostream>

#include "node/stores/swap_databases.hpp"
#include "tests/storage/crash_disk.hpp"

namespace vitalstream::node {
namespace {

using storage::CrashDisk;
using storage::Loss;

const DatabasePlaces kPlaces{"/data/db", "/data/db.rebuild", "/data/db.damaged"};

// What chance decides differs from seed to seed; these two lose all or nothing.
std::uint64_t seeds_of(Loss loss) {
  return loss == Loss::Nothing || loss == Loss::Everything ? 1 : 64;
}

// The rebuilt one has been filled and synced as a database does it: its own name has not.
void prepare(CrashDisk& disk) {
  disk.lose_directories();
  const auto make = [&](const std::filesystem::path& path, std::string_view what) {
    ASSERT_TRUE(disk.make_directory(path));
    auto file = disk.create(path / "what");
    ASSERT_TRUE(file && (*file)->append(as_bytes(what)) && (*file)->sync());
    ASSERT_TRUE(disk.sync_directory(path));
  };
  make(kPlaces.database, "damaged");
  ASSERT_TRUE(disk.sync_directory("/data"));
  make(kPlaces.rebuilt, "rebuilt");
}

std::string what_is(CrashDisk& disk, const std::filesystem::path& path) {
  const auto found = disk.read(path / "what", storage::kAnyLength);
  return found ? std::string(as_text(*found)) : "";
}

void expect_truth(CrashDisk& disk) {
  const auto stage = swap_stage(disk, kPlaces);
  ASSERT_TRUE(stage);
  switch (*stage) {
    case SwapStage::Before:
      EXPECT_EQ(what_is(disk, kPlaces.database), "damaged");
      break;
    case SwapStage::Between:
      EXPECT_EQ(what_is(disk, kPlaces.damaged), "damaged");
      EXPECT_EQ(what_is(disk, kPlaces.rebuilt), "rebuilt");
      break;
    case SwapStage::Done:
      EXPECT_EQ(what_is(disk, kPlaces.database), "rebuilt");
      EXPECT_EQ(what_is(disk, kPlaces.damaged), "damaged");
      break;
    case SwapStage::Broken:
      ADD_FAILURE() << "the rebuilt one is gone, and the damaged one not in its place";
  }
}

std::uint64_t operations_of_swap() {
  CrashDisk disk(1);
  prepare(disk);
  const std::uint64_t before = disk.operations();
  EXPECT_TRUE(swap_databases(disk, kPlaces));
  return disk.operations() - before;
}

class SwapCrash : public ::testing::TestWithParam<Loss> {};

TEST_P(SwapCrash, LeavesBothDatabasesWholeAndIsGoneOnWith) {
  const std::uint64_t operations = operations_of_swap();
  std::cout << operations << " operations\n";
  for (std::uint64_t point = 0; point < 2 * operations; ++point) {
    for (std::uint64_t seed = 1; seed <= seeds_of(GetParam()); ++seed) {
      SCOPED_TRACE("point " + std::to_string(point) + ", seed " + std::to_string(seed));
      CrashDisk disk(seed);
      prepare(disk);
      disk.crash_at({.operation = disk.operations() + point / 2, .is_after = point % 2 == 1});
      ASSERT_FALSE(swap_databases(disk, kPlaces));
      disk.restart(GetParam());
      expect_truth(disk);
      if (HasFailure()) {
        return;
      }
      if (what_is(disk, kPlaces.rebuilt).empty() &&
          *swap_stage(disk, kPlaces) == SwapStage::Before) {
        continue;  // it is begun anew
      }
      ASSERT_TRUE(swap_databases(disk, kPlaces));
      disk.restart(Loss::Everything);
      EXPECT_EQ(*swap_stage(disk, kPlaces), SwapStage::Done);
      expect_truth(disk);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Losses, SwapCrash, ::testing::ValuesIn(storage::kLosses));

TEST(SwapCrashControl, ADiskThatLiesAboutSyncsIsNoticed) {
  CrashDisk disk(1);
  prepare(disk);
  disk.lie_about_syncs(true);
  ASSERT_TRUE(swap_databases(disk, kPlaces));
  disk.restart(Loss::Everything);
  EXPECT_EQ(*swap_stage(disk, kPlaces), SwapStage::Before);
}

}  // namespace
}  // namespace vitalstream::node
