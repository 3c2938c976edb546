#include "storage/encrypted_fs/fault_register.hpp"

#include <gtest/gtest.h>

#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

FileFault fault_in(const std::string& path) {
  return {.kind = FaultKind::DamagedFrame, .path = path, .offset = 1, .generation = {}};
}

TEST(FaultRegister, IsNotPoisonedByADamagedTable) {
  FaultRegister faults;
  faults.record(fault_in("000001.sst"), FileKind::Table);
  EXPECT_FALSE(faults.poison().has_value());
  EXPECT_EQ(faults.count(), 1U);
}

TEST(FaultRegister, IsPoisonedByTheFirstDamageToAVitalFileForGood) {
  FaultRegister faults;
  faults.record(fault_in("OPTIONS-000007"), FileKind::Options);
  faults.record(fault_in("000003.log"), FileKind::Wal);
  faults.record(fault_in("MANIFEST-000001"), FileKind::Manifest);
  ASSERT_TRUE(faults.poison().has_value());
  EXPECT_EQ(faults.poison()->path, "000003.log");
}

TEST(FaultRegister, KeepsTheFirstFaultsAndCountsAll) {
  FaultRegister faults;
  for (std::size_t number = 0; number < kFaultsKeptMax + 10; ++number) {
    faults.record(fault_in(std::to_string(number)), FileKind::Blob);
  }
  EXPECT_EQ(faults.count(), kFaultsKeptMax + 10);
  ASSERT_EQ(faults.faults().size(), kFaultsKeptMax);
  EXPECT_EQ(faults.faults().front().path, "0");
}

TEST(FaultRegister, GivesThePlacesOfFilesThatAreGoneToLaterFaults) {
  FaultRegister faults;
  for (std::size_t number = 0; number < kFaultsKeptMax; ++number) {
    faults.record(fault_in(std::to_string(number)), FileKind::Blob);
  }
  faults.forget([](const std::string& path) { return path != "3"; });
  faults.record(fault_in("later"), FileKind::Blob);
  ASSERT_EQ(faults.faults().size(), 2U);
  EXPECT_EQ(faults.faults().front().path, "3");
  EXPECT_EQ(faults.faults().back().path, "later");
  EXPECT_EQ(faults.count(), kFaultsKeptMax + 1);
}

TEST(FaultRegister, OnePlaceTakesOnePlace) {
  FaultRegister faults;
  for (std::size_t time = 0; time < kFaultsKeptMax; ++time) {
    faults.record(fault_in("1"), FileKind::Table);
  }
  faults.record(fault_in("2"), FileKind::Table);
  ASSERT_EQ(faults.faults().size(), 2U);
  EXPECT_EQ(faults.faults().back().path, "2");
}

}  // namespace
}  // namespace vitalstream::storage
