// L5: a lane that brings more than its budget is kept back, except where a proposal or a final
// block has chosen it.
#include "consensus/lanes/granted_tips.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "a_batch.hpp"

namespace vitalstream::consensus::testing {
namespace {

// So much of a second's bytes that a whole burst holds ten of them.
constexpr std::uint32_t kBytes = 6'000;

class GrantedTipsTest : public ::testing::Test {
 protected:
  static LanesOptions options() {
    LanesOptions options{validators(4), peer(0)};
    options.lane.bytes_per_second = 1'000;
    return options;
  }
  void hold(const ABatch& batch) {
    held_.hold({batch.verified(), VerifyDepth::Full, {}, {}, Grant::Withheld});
    tips_.advance(at_ms(0), lane(batch.id), held_);
  }
  void hold_up_to(std::uint64_t sequence) {
    for (std::uint64_t i = 1; i <= sequence; ++i) {
      hold({.id = 2, .sequence = i, .bytes = kBytes});
    }
  }
  HeldBatches held_{validators(4), {}};
  GrantedTips tips_{options(), held_};
};

TEST_F(GrantedTipsTest, LaneWithinItsBudgetIsGrantedUpToItsTip) {
  hold_up_to(10);
  EXPECT_EQ(tips_.of(lane(2)), held_.tip(lane(2)));
  EXPECT_FALSE(tips_.is_withheld(lane(2)));
  EXPECT_EQ(tips_.due(), std::nullopt);
}

TEST_F(GrantedTipsTest, WhatIsBeyondTheBudgetWaitsForIt) {
  hold_up_to(12);
  EXPECT_EQ(tips_.of(lane(2)).sequence, Sequence{10});
  EXPECT_TRUE(tips_.is_withheld(lane(2)));
  ASSERT_EQ(tips_.due(), at_ms(6'000));
  EXPECT_FALSE(tips_.advance(at_ms(5'999), lane(2), held_));
  EXPECT_TRUE(tips_.advance(at_ms(6'000), lane(2), held_));
  EXPECT_EQ(tips_.of(lane(2)).sequence, Sequence{11});
  EXPECT_EQ(tips_.due(), at_ms(12'000));
}

TEST_F(GrantedTipsTest, LanesHaveBudgetsOfTheirOwn) {
  hold_up_to(12);
  hold({.id = 3, .bytes = kBytes});
  EXPECT_EQ(tips_.of(lane(3)), held_.tip(lane(3)));
}

TEST_F(GrantedTipsTest, WhatAProposalReferencesIsGrantedAndPaidForWhenItIsFinal) {
  hold_up_to(12);
  const ABatch eleventh{.id = 2, .sequence = 11};
  held_.grant(eleventh.digest(), Grant::Overridden);
  EXPECT_TRUE(tips_.advance(at_ms(0), lane(2), held_));
  EXPECT_EQ(tips_.of(lane(2)), eleventh.position());
  tips_.charge(at_ms(0), *held_.find(eleventh.digest()));
  tips_.advance(at_ms(0), lane(2), held_);
  EXPECT_EQ(tips_.due(), at_ms(12'000)) << "the debt comes first";
}

TEST_F(GrantedTipsTest, FinalChainTakesTheGrantedTipAlongAndNothingIsPaidTwice) {
  hold_up_to(10);
  const std::vector final_ones{ABatch{.id = 2}.ref(), ABatch{.id = 2, .sequence = 2}.ref()};
  for (const BatchRef& reference : final_ones) {
    tips_.charge(at_ms(0), *held_.find(reference.digest));
  }
  std::ignore = held_.apply_final(lane(2), final_ones);
  tips_.on_final(at_ms(0), lane(2), held_);
  EXPECT_EQ(tips_.of(lane(2)).sequence, Sequence{10});
  tips_.restart(at_ms(0), lane(2), held_);
  EXPECT_EQ(tips_.of(lane(2)).sequence, Sequence{10});
}

TEST_F(GrantedTipsTest, FinalPositionAheadOfEverythingGrantedIsGranted) {
  hold_up_to(12);
  const ABatch last{.id = 2, .sequence = 12};
  std::ignore = held_.apply_final(lane(2), std::vector{last.ref()});
  tips_.on_final(at_ms(0), lane(2), held_);
  EXPECT_EQ(tips_.of(lane(2)), last.position());
  EXPECT_FALSE(tips_.is_withheld(lane(2)));
}

TEST_F(GrantedTipsTest, NewerIncarnationIsFollowed) {
  hold_up_to(2);
  const ABatch renewed{.id = 2, .incarnation = 5, .bytes = kBytes};
  hold(renewed);
  EXPECT_EQ(tips_.of(lane(2)), renewed.position());
}

TEST_F(GrantedTipsTest, EvictionInTheMiddleTakesTheGrantedTipBack) {
  hold_up_to(3);
  held_.pin(ABatch{.id = 2, .sequence = 1}.digest(), Height{9});
  held_.pin(ABatch{.id = 2, .sequence = 3}.digest(), Height{9});
  std::ignore = held_.evict_beyond(lane(2), {0, 0}, Height{1});
  tips_.restart(at_ms(0), lane(2), held_);
  EXPECT_EQ(tips_.of(lane(2)).sequence, Sequence{1});
}

}  // namespace
}  // namespace vitalstream::consensus::testing
