// C1, C2, C6, C7, C12: the view that a replica is in.
#include "consensus/core/current_view.hpp"

#include <gtest/gtest.h>

#include "consensus/types/limits.hpp"

namespace vitalstream::consensus {
namespace {

TEST(CurrentView, BeginsItsTimeWhenItIsEntered) {
  CurrentView view;
  view.resume(View{4});
  view.start(Instant{1'000});
  EXPECT_EQ(view.number(), View{4});
  EXPECT_EQ(view.tip_changed_at(), Instant{1'000});
  view.enter(View{6}, Instant{5'000});
  EXPECT_EQ(view.number(), View{6});
  EXPECT_EQ(view.entered(), Instant{5'000});
  EXPECT_EQ(view.lasts(Instant{5'300}), Duration{300});
  EXPECT_EQ(view.tip_changed_at(), Instant{1'000}) << "the heartbeat counts on";
}

TEST(CurrentView, WhatWasWaitedForEndsWithIt) {
  CurrentView view;
  view.start(Instant{1'000});
  view.note_nullified(Instant{2'000});
  view.report_again_at(Instant{3'000});
  view.ripens_at(Instant{4'000});
  view.set_work(true, Instant{2'000}, milliseconds(50));
  EXPECT_TRUE(view.timers().working_since());
  view.enter(View{1}, Instant{5'000});
  EXPECT_FALSE(view.nullified_at());
  EXPECT_FALSE(view.report_at());
  EXPECT_FALSE(view.ripe_at());
  EXPECT_FALSE(view.timers().working_since());
}

TEST(CurrentViewDeathTest, NeverGoesBack) {
  CurrentView view;
  view.resume(View{4});
  EXPECT_DEATH(view.enter(View{4}, Instant{}), "");
}

TEST(ViewWindow, LiesAroundTheViewAndAboveTheFloor) {
  CurrentView view;
  view.resume(View{100});
  const ViewWindow window = view.window(View{50});
  EXPECT_FALSE(window.contains(View{50}));
  EXPECT_TRUE(window.contains(View{51}));
  EXPECT_TRUE(window.contains(View{100 + kVoteWindowViews}));
  EXPECT_FALSE(window.contains(View{101 + kVoteWindowViews}));
  EXPECT_FALSE(view.window(View{0}).contains(View{99 - kVoteWindowViews}));
  EXPECT_TRUE(view.window(View{0}).contains(View{100 - kVoteWindowViews}));
}

}  // namespace
}  // namespace vitalstream::consensus
