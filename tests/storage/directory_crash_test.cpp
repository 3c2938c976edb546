// Every crash point of the making of a data directory, with every loss mode: afterwards it is
// either still being made, with nothing ever signed in it, or whole. It is never refused as foreign
// and never taken for whole too early.

#include <gtest/gtest.h>

#include <iostream>
#include <string>

#include "storage/data_directory.hpp"
#include "tests/storage/crash_disk.hpp"

namespace vitalstream::storage {
namespace {

constexpr const char* kPath = "/data";
constexpr std::uint64_t kSeedsPerPoint = 12;

Identity identity() {
  return {.chain = ChainId("test"), .genesis = GenesisHash(Hash32{7}), .node = NodeId("3")};
}

JournalPlace place() {
  return {.directory = "/data/safety", .identity = journal_identity(identity())};
}

// What `init` does; true once the directory is reported as made.
bool make(CrashDisk& disk) {
  if (!disk.make_directory(kPath)) {
    return false;
  }
  const auto state = check_directory(disk, kPath, identity());
  if (!state) {
    return false;
  }
  if (!state->is_new) {
    return Journal::open(disk, place()).has_value();
  }
  return Journal::create(disk, place()).has_value() &&
         write_identity(disk, kPath, identity()).has_value();
}

class DirectoryCrash : public ::testing::TestWithParam<Loss> {};

TEST_P(DirectoryCrash, IsAlwaysContinuedOrWhole) {
  CrashDisk counting(1);
  ASSERT_TRUE(make(counting));
  std::cout << counting.operations() << " operations\n";
  for (std::uint64_t operation = 0; operation < counting.operations(); ++operation) {
    for (std::uint64_t seed = 0; seed < 2 * kSeedsPerPoint; ++seed) {
      CrashDisk disk(seed);
      disk.crash_at({.operation = operation, .is_after = seed % 2 == 1});
      ASSERT_FALSE(make(disk));
      disk.restart(GetParam());
      EXPECT_TRUE(make(disk)) << "operation " << operation << ", seed " << seed;
      disk.restart(Loss::Everything);
      const auto state = check_directory(disk, kPath, identity());
      ASSERT_TRUE(state.has_value());
      EXPECT_FALSE(state->is_new);
      EXPECT_TRUE(Journal::open(disk, place()).has_value());
    }
  }
}

TEST_P(DirectoryCrash, IsNeverNewAgainOnceItIsMade) {
  CrashDisk disk(3);
  ASSERT_TRUE(make(disk));
  disk.restart(GetParam());
  const auto state = check_directory(disk, kPath, identity());
  ASSERT_TRUE(state.has_value());
  EXPECT_FALSE(state->is_new);
}

INSTANTIATE_TEST_SUITE_P(EveryLoss, DirectoryCrash, ::testing::ValuesIn(kLosses));

}  // namespace
}  // namespace vitalstream::storage
