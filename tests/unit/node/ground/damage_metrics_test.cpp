#include "node/ground/damage_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DamageMetrics, EveryReadingIsTold) {
  DamageStatus status;
  status.files = {{"state", "000012.sst"}, {"state", "000013.sst"}, {"", "000004.log"}};
  status.is_repairing = true;
  status.repairs = 2;
  status.obstacle = "block 4";
  status.scrubbed_bytes = 300;
  status.rounds = 5;
  status.round_files = 8;
  status.round_files_done = 2;
  const std::string text = damage_metrics(status);
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_damaged_files{family=\"state\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_damaged_files{family=\"none\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_repairing 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_repair_failed 1\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_repairs_total 2\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_scrubbed_bytes_total 300\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_scrub_rounds_total 5\n"));
  EXPECT_THAT(text, HasSubstr("\nblockchain_storage_scrub_progress 0.25\n"));
}

TEST(DamageMetrics, WithoutDamageThereIsNoFamily) {
  EXPECT_THAT(damage_metrics({}), Not(HasSubstr("family=")));
}

}  // namespace
}  // namespace vitalstream::node
