// Every crash point of `vitalstream ledger rebuild`: before and after each file operation of the
// salvage, of the change of the safety record and of the exchange, with every loss. Afterwards the
// damaged database lies there as it was, and what a start would open is that, the finished one, or
// nothing; no vote is lost. The rebuild goes on, through a second crash anywhere, and ends with the
// same ledger as without: everything is in it that was whole.

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

#include "tests/storage/damaged_node.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using storage::Loss;
using testing::DamagedNode;
using testing::Holdings;

std::uint64_t losses_per_point() {
  const char* text = std::getenv("VITALSTREAM_LOSSES");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

class RebuildCrash : public ::testing::Test {
 protected:
  // What an undisturbed rebuild ends with.
  void SetUp() override {
    const auto disk = node_.disk(1);
    const std::uint64_t before = disk->disk().operations();
    const auto report = node_.rebuild(disk);
    ASSERT_TRUE(report) << report.error().reason;
    operations_ = disk->disk().operations() - before;
    const auto found = node_.holdings(disk);
    ASSERT_TRUE(found);
    expected_ = *found;
  }

  void crash(const DamagedNode::Disk& disk, std::uint64_t point, Loss loss) {
    const std::uint64_t now = disk->disk().operations();
    disk->disk().crash_at({.operation = now + point / 2, .is_after = point % 2 == 1});
    std::ignore = node_.rebuild(disk);
    crashes_ += disk->disk().has_crashed() ? 1U : 0U;
    disk->disk().restart(loss);
  }

  // What a start after the crash finds. Nothing but the finished ledger is opened.
  void expect_nothing_half_done(const DamagedNode::Disk& disk) {
    const auto stage = swap_stage(disk->disk(), node_.places());
    ASSERT_TRUE(stage);
    const bool is_in_its_place = *stage == SwapStage::Before;
    ASSERT_NE(*stage, SwapStage::Broken);
    EXPECT_TRUE(node_.is_untouched(
        disk, is_in_its_place ? node_.places().database : node_.places().damaged));
    EXPECT_EQ(check_swap(disk->disk(), node_.places()).has_value(), *stage != SwapStage::Between);
    if (*stage == SwapStage::Done) {
      expect_finished(disk);
    }
    expect_votes(disk);
  }

  void expect_finished(const DamagedNode::Disk& disk) {
    const auto found = node_.holdings(disk);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, expected_);
    EXPECT_TRUE(node_.is_untouched(disk, node_.places().damaged));
    const auto record = node_.record(disk);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->witnessed.size(), expected_.blocks.size());
  }

  void expect_votes(const DamagedNode::Disk& disk) {
    const auto record = node_.record(disk);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->votes.size(), DamagedNode::kBlocks + 1);
    EXPECT_GE(record->witnessed.size(), expected_.blocks.size());
  }

  // By the same command, as an operator would.
  void finish(const DamagedNode::Disk& disk) {
    if (*swap_stage(disk->disk(), node_.places()) != SwapStage::Done) {
      const auto report = node_.rebuild(disk);
      ASSERT_TRUE(report) << report.error().reason;
    }
    expect_finished(disk);
    expect_votes(disk);
  }

  DamagedNode node_;
  Holdings expected_;
  std::uint64_t operations_ = 0;
  std::uint64_t crashes_ = 0;
};

TEST_F(RebuildCrash, EverythingThatWasWholeIsKeptWithoutOne) {
  ASSERT_EQ(expected_.blocks.size(), DamagedNode::kDamagedBlock - 1);
  EXPECT_EQ(expected_.contents.size(), DamagedNode::kBlocks)
      << "of all blocks and the pending batch, but for the damaged one";
  EXPECT_EQ(expected_.pending.size(), 1U);
  EXPECT_EQ(expected_.evidence.size(), 1U);
  EXPECT_EQ(expected_.seals.size(), DamagedNode::kBlocks) << "also of blocks still to be fetched";
}

TEST_F(RebuildCrash, GoesOnFromEveryOperationOfTheDisk) {
  ASSERT_GT(operations_, 100U);
  std::mt19937_64 random(20'261'122);
  for (std::uint64_t point = 0; point < 2 * operations_; ++point) {
    for (std::uint64_t loss = 0; loss < losses_per_point(); ++loss) {
      const std::size_t kind = (point / 2 + point % 2 * 3 + loss) % storage::kLosses.size();
      const std::uint64_t second = random() % (2 * operations_);
      SCOPED_TRACE("point " + std::to_string(point) + ", loss " + std::to_string(kind) +
                   ", then point " + std::to_string(second));
      const auto disk = node_.disk(point);
      crash(disk, point, storage::kLosses[kind]);
      expect_nothing_half_done(disk);
      if (HasFailure()) {
        return;
      }
      if (*swap_stage(disk->disk(), node_.places()) != SwapStage::Done) {
        crash(disk, second, storage::kLosses[(kind + 1) % storage::kLosses.size()]);
        expect_nothing_half_done(disk);
      }
      if (!HasFailure()) {
        finish(disk);
      }
      if (HasFailure()) {
        return;
      }
    }
  }
  std::cout << operations_ << " operations, " << 2 * operations_ << " crash points, " << crashes_
            << " crashes\n";
}

}  // namespace
}  // namespace vitalstream::node
