#include "node/ground/damage_status.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

DamageStatus damaged(std::vector<DamageStatus::File> files) {
  DamageStatus status;
  status.files = std::move(files);
  return status;
}

TEST(DamageStatus, NothingDamagedIsNothingToSay) { EXPECT_EQ(damage_words({}), ""); }

TEST(DamageStatus, WhatCannotBeMendedIsNamedWithTheCommandThatDoes) {
  EXPECT_EQ(damage_words(damaged({{"batches", "000012.blob"}, {"", "000004.log"}})),
            "damaged on this disk: 000012.blob of batches, 000004.log; stop the node and run "
            "`vitalstream ledger rebuild`");
}

TEST(DamageStatus, ARepairSaysHowFarItIs) {
  DamageStatus status = damaged({{"state", "000012.sst"}});
  status.is_repairing = true;
  status.repaired_to = 17;
  EXPECT_EQ(damage_words(status),
            "damaged on this disk: 000012.sst of state; the state is being made anew, up to block "
            "17");
}

TEST(DamageStatus, ARepairThatFailedSaysWhy) {
  DamageStatus status = damaged({{"state", "000012.sst"}});
  status.obstacle = "block 4: it cannot be read";
  EXPECT_EQ(damage_words(status),
            "damaged on this disk: 000012.sst of state; the state could not be made anew (block 4: "
            "it cannot be read); stop the node and run `vitalstream ledger rebuild`");
}

}  // namespace
}  // namespace vitalstream::node
