#include "node/driver/effect_gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace vitalstream::node {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Gate : public ::testing::Test {
 protected:
  // Whether the gate kept it.
  bool hold(const std::string& name) {
    consensus::Effect effect = consensus::Alarm{name};
    return gate_.hold(effect);
  }
  std::vector<std::string> open(EffectGate::Ticket durable) {
    std::vector<std::string> names;
    for (const consensus::Effect& effect : gate_.open(durable)) {
      names.push_back(std::get<consensus::Alarm>(effect).text);
    }
    return names;
  }

  EffectGate gate_;
};

TEST_F(Gate, NothingWaitsWhereNothingIsToBeDurable) {
  consensus::Effect effect = consensus::Alarm{"a"};
  EXPECT_FALSE(gate_.hold(effect));
  EXPECT_EQ(std::get<consensus::Alarm>(effect).text, "a");
}

TEST_F(Gate, WhatStandsBehindAPersistWaitsUntilThatIsDurable) {
  const auto ticket = gate_.close();
  EXPECT_TRUE(hold("a"));
  EXPECT_TRUE(hold("b"));
  EXPECT_EQ(gate_.held(), 2U);
  EXPECT_THAT(open(ticket), ElementsAre("a", "b"));
  EXPECT_EQ(gate_.held(), 0U);
  EXPECT_FALSE(hold("c"));
}

TEST_F(Gate, AnEarlierRoundFreesNothingOfALaterOne) {
  const auto first = gate_.close();
  EXPECT_TRUE(hold("a"));
  const auto second = gate_.close();
  EXPECT_LT(first, second);
  EXPECT_TRUE(hold("b"));
  EXPECT_THAT(open(first), ElementsAre("a"));
  EXPECT_TRUE(hold("c"));
  EXPECT_THAT(open(second), ElementsAre("b", "c"));
}

TEST_F(Gate, ALaterRoundFreesAllBeforeItInTheirOrder) {
  static_cast<void>(gate_.close());
  EXPECT_TRUE(hold("a"));
  const auto second = gate_.close();
  EXPECT_TRUE(hold("b"));
  EXPECT_THAT(open(second), ElementsAre("a", "b"));
}

TEST_F(Gate, ARoundWithoutEffectsStillHoldsWhatComesNext) {
  const auto first = gate_.close();
  const auto second = gate_.close();
  EXPECT_THAT(open(first), IsEmpty());
  EXPECT_TRUE(hold("a"));
  EXPECT_THAT(open(second), ElementsAre("a"));
}

TEST_F(Gate, TheSameRoundMayBeToldTwice) {
  const auto ticket = gate_.close();
  EXPECT_TRUE(hold("a"));
  EXPECT_THAT(open(ticket), ElementsAre("a"));
  EXPECT_THAT(open(ticket), IsEmpty());
}

using GateDeathTest = Gate;

TEST_F(GateDeathTest, ARoundThatWasNeverBegunCannotBeDurable) {
  const auto ticket = gate_.close();
  EXPECT_DEATH(static_cast<void>(gate_.open(ticket + 1)), "last_issued_");
}

}  // namespace
}  // namespace vitalstream::node
