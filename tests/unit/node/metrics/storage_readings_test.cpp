#include "node/metrics/storage_readings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(StorageReadings, DataKeysAreShownByGenerationAndRetiredOnesGo) {
  MetricFamilies metrics;
  StorageReadings readings;
  readings.family_bytes = {{"state", 100}};
  readings.data_key_bytes = {{"1", 4096}, {"2", 8192}};
  readings.data_key_generation = 2;
  readings.data_key_age_s = 60;
  readings.safety_record_bytes = 512;
  tell(metrics, readings);
  const std::string before = metrics.text();
  EXPECT_THAT(before, HasSubstr("\nblockchain_ledger_bytes{family=\"state\"} 100\n"));
  EXPECT_THAT(before, HasSubstr("\nblockchain_storage_data_key_bytes{generation=\"1\"} 4096\n"));
  EXPECT_THAT(before, HasSubstr("\nblockchain_storage_data_key_bytes{generation=\"2\"} 8192\n"));
  EXPECT_THAT(before, HasSubstr("\nblockchain_storage_data_key_generation 2\n"));
  EXPECT_THAT(before, HasSubstr("\nblockchain_storage_data_key_age_seconds 60\n"));
  EXPECT_THAT(before, HasSubstr("\nblockchain_safety_record_bytes 512\n"));
  readings.data_key_bytes.erase("1");
  tell(metrics, readings);
  EXPECT_THAT(metrics.text(), Not(HasSubstr("generation=\"1\"")));
}

TEST(StorageReadings, TheDiskAndItsMarkAreTold) {
  MetricFamilies metrics;
  SpaceStatus space;
  space.reading = {1'000, 90};
  space.mark_bytes = 100;
  space.is_low = true;
  tell(metrics, space);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_size_bytes 1000\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_free_bytes 90\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_low_water_mark_bytes 100\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_low 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_reserve_held 0\n"));
}

TEST(StorageReadings, EveryReadingOfDamageIsTold) {
  MetricFamilies metrics;
  DamageStatus status;
  status.files = {{"state", "000012.sst"}, {"state", "000013.sst"}, {"", "000004.log"}};
  status.is_repairing = true;
  status.repairs = 2;
  status.obstacle = "block 4";
  status.scrubbed_bytes = 300;
  status.rounds = 5;
  status.round_files = 8;
  status.round_files_done = 2;
  tell(metrics, status);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_damaged_files{family=\"state\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_damaged_files{family=\"none\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_repairing 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_repair_failed 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_repairs_total 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_scrubbed_bytes_total 300\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_scrub_rounds_total 5\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_scrub_progress 0.25\n"));
}

TEST(StorageReadings, MendedDamageHasNoLine) {
  MetricFamilies metrics;
  DamageStatus status;
  status.files = {{"state", "000012.sst"}};
  tell(metrics, status);
  tell(metrics, DamageStatus{});
  EXPECT_THAT(metrics.text(), Not(HasSubstr("blockchain_storage_damaged_files{")));
}

}  // namespace
}  // namespace vitalstream::node
