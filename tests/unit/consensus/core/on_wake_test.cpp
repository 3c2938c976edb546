// C2: time alone moves nothing that is not due, and no wake is asked for without a deadline.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Script;

TEST(OnWake, ASpuriousWakeDoesNothing) {
  Script script;
  script.start();
  script.clear();
  for (int i = 0; i < 10; ++i) {
    script.give(Wake{});
  }
  EXPECT_TRUE(script.effects.empty());
}

TEST(OnWake, AsksToBeWokenForTheNextDeadline) {
  Script script;
  script.start();
  script.payload.hold(a_batch(10, 1));
  script.clear();
  script.give(PayloadChanged{});
  const auto wakes = script.all<WakeAt>();
  ASSERT_EQ(wakes.size(), 1U);
  EXPECT_EQ(wakes[0].when, script.now() + milliseconds(100)) << "the leader timer";
}

TEST(OnWake, AnIdleReplicaIsWokenOnlyForItsQuestionsAndTheHeartbeat) {
  Script script;
  script.start();
  script.pass(seconds(1));
  script.clear();
  script.pass(seconds(8));
  EXPECT_EQ(script.statements<Question>().size(), 16U);
  EXPECT_LE(script.all<WakeAt>().size(), 17U);
}

}  // namespace
}  // namespace vitalstream::consensus
