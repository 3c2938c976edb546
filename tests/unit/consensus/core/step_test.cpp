#include "consensus/core/step.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

constexpr Clock kNoon{Instant{7'000}, UnixMs{43'200'000}};
constexpr ValidatorIndex kPeer{2};

TEST(Step, TellsTheTimeOfItsBeginning) {
  Step step;
  step.begin(kNoon);
  EXPECT_EQ(step.now(), Instant{7'000});
  EXPECT_EQ(step.wall(), UnixMs{43'200'000});
}

TEST(Step, GivesItsEffectsInTheirOrderAndOnce) {
  Step step;
  step.alarm("one");
  step.cut(kPeer, "two");
  step.add_first(Persist{});
  const CoreEffects effects = step.end();
  ASSERT_EQ(effects.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<Persist>(effects[0]));
  EXPECT_EQ(std::get<Alarm>(effects[1]).text, "one");
  EXPECT_EQ(std::get<CutPeer>(effects[2]).peer, kPeer);
  EXPECT_TRUE(step.end().empty());
}

// C14: durable with its reason before anything else happens.
TEST(Step, SaysFirstThatItHalts) {
  Step step;
  step.alarm("one");
  step.add(Halt{HaltKind::Halted, "first reason"});
  step.add_first(Persist{});
  step.add(Halt{HaltKind::Revoked, "second reason"});
  const CoreEffects effects = step.end();
  ASSERT_EQ(effects.size(), 4U);
  EXPECT_EQ(std::get<Halt>(effects[0]).reason, "first reason");
  EXPECT_EQ(std::get<Halt>(effects[1]).reason, "second reason");
  EXPECT_TRUE(std::holds_alternative<Persist>(effects[2]));
  EXPECT_TRUE(std::holds_alternative<Alarm>(effects[3]));
}

TEST(Step, KnowsWhetherItSigns) {
  Step step;
  step.alarm("one");
  EXPECT_FALSE(step.signs());
  step.add(SignVote{make_nullify(Epoch{1}, View{3})});
  EXPECT_TRUE(step.signs());
  static_cast<void>(step.end());
  EXPECT_FALSE(step.signs());
}

TEST(Step, TakesAChangeOnce) {
  Step step;
  EXPECT_FALSE(step.take_change());
  step.note_change();
  EXPECT_TRUE(step.take_change());
  EXPECT_FALSE(step.take_change());
}

}  // namespace
}  // namespace vitalstream::consensus
