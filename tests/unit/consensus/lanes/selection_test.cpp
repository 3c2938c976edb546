// L3: what a proposal references. L4: in which order. L5: how much.
#include "consensus/lanes/selection.hpp"

#include <gtest/gtest.h>

#include "a_batch.hpp"
#include "consensus/types/limits.hpp"

namespace vitalstream::consensus::testing {
namespace {

constexpr std::uint32_t kTooLargeToCarry = kCarriedBytesMax + 1;

// Validator 1 (index 0) of four: it and the owner hold what it holds; one more makes a quorum.
class SelectionTest : public ::testing::Test {
 protected:
  SelectionTest() {
    for (std::uint16_t i = 1; i < 4; ++i) {
      reports_.on_connected(peer(i));
    }
  }
  void hold(const ABatch& batch) { held_.hold(batch.held()); }
  void report(std::uint16_t from, const ABatch& batch) {
    reports_.on_watermarks(peer(from), {{{lane(batch.id), batch.position()}}}, held_);
  }
  PayloadSelection select(std::uint64_t height = 4) const {
    return select_references(options_, held_, reports_, parent_, Height{height});
  }
  LanesOptions options_{validators(4), peer(0)};
  HeldBatches held_{options_.set, {}};
  PeerReports reports_;
  LanePositions parent_;
};

TEST_F(SelectionTest, QuorumCountsThisValidatorTheOwnerAndWhoReportsIt) {
  const ABatch batch{.id = 2, .bytes = kTooLargeToCarry};
  hold(batch);
  EXPECT_TRUE(select().references.empty()) << "two of four";
  report(2, batch);
  EXPECT_EQ(select().references, std::vector{batch.ref()});
  EXPECT_TRUE(select().carried.empty());
}

TEST_F(SelectionTest, OwnersOwnReportDoesNotCountTwice) {
  const ABatch batch{.id = 2, .bytes = kTooLargeToCarry};
  hold(batch);
  report(1, batch);
  EXPECT_TRUE(select().references.empty());
}

TEST_F(SelectionTest, ReportCountsForTheBatchesBeforeIt) {
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
    hold({.id = 2, .sequence = sequence, .bytes = kTooLargeToCarry});
  }
  report(3, {.id = 2, .sequence = 2});
  EXPECT_EQ(select().references,
            (std::vector{ABatch{.id = 2}.ref(), ABatch{.id = 2, .sequence = 2}.ref()}));
}

TEST_F(SelectionTest, ReportOfAnotherIncarnationCountsForNothing) {
  hold({.id = 2, .incarnation = 1, .bytes = kTooLargeToCarry});
  report(3, {.id = 2, .incarnation = 1});
  hold({.id = 2, .incarnation = 2, .bytes = kTooLargeToCarry});
  EXPECT_TRUE(select().references.empty());
}

TEST_F(SelectionTest, CarriesWhatIsNotCoveredUpToItsLimit) {
  const std::uint32_t half = kCarriedBytesMax / 2;
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
    hold({.id = 2, .sequence = sequence, .bytes = half});
  }
  const PayloadSelection selection = select();
  EXPECT_EQ(selection.references.size(), 2U);
  EXPECT_EQ(selection.carried,
            (std::vector{ABatch{.id = 2}.digest(), ABatch{.id = 2, .sequence = 2}.digest()}));
  EXPECT_EQ(selection.bytes, 2 * std::uint64_t{half});
}

TEST_F(SelectionTest, ContinuesAfterTheParentAndNotAfterTheFinalChain) {
  hold({.id = 2, .sequence = 1});
  hold({.id = 2, .sequence = 2});
  parent_[lane(2)] = ABatch{.id = 2, .sequence = 1}.position();
  EXPECT_EQ(select().references, (std::vector{ABatch{.id = 2, .sequence = 2}.ref()}));
}

TEST_F(SelectionTest, LanesStandInTheOrderOfTheHeight) {
  hold({.id = 1});
  hold({.id = 2});
  hold({.id = 4});
  EXPECT_EQ(select(4).references,
            (std::vector{ABatch{.id = 1}.ref(), ABatch{.id = 2}.ref(), ABatch{.id = 4}.ref()}));
  EXPECT_EQ(select(5).references,
            (std::vector{ABatch{.id = 2}.ref(), ABatch{.id = 4}.ref(), ABatch{.id = 1}.ref()}));
}

TEST_F(SelectionTest, BlockReferencesNoMoreBytesThanItMay) {
  constexpr std::uint32_t kBytes = kBlockReferencedBytesMax / 2;
  for (std::uint32_t id = 2; id <= 4; ++id) {
    hold({.id = id, .bytes = kBytes});
    report(static_cast<std::uint16_t>(id == 2 ? 2 : 1), {.id = id});
  }
  EXPECT_EQ(select().references.size(), 2U);
}

TEST_F(SelectionTest, ConflictIsReferencedNeitherWayL6) {
  hold({.id = 2, .sequence = 1});
  hold({.id = 2, .sequence = 2});
  hold({.id = 2, .sequence = 2, .branch = 1});
  EXPECT_EQ(select().references, std::vector{ABatch{.id = 2}.ref()});
}

TEST_F(SelectionTest, NothingHeldIsAnEmptySelection) {
  report(2, {.id = 2});
  EXPECT_TRUE(select().references.empty());
}

}  // namespace
}  // namespace vitalstream::consensus::testing
