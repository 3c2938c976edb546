// C2: work may have appeared.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::Script;

TEST(OnPayload, ABatchThatIsHeldIsWork) {
  Script script;
  script.start();
  EXPECT_EQ(script.status().progress, Progress::Idle);
  script.payload.hold(a_batch(10, 1));
  script.give(PayloadChanged{});
  EXPECT_EQ(script.status().progress, Progress::AwaitingProposal);
}

TEST(OnPayload, ABatchThatTheTipReferencesIsNoWork) {
  Script script;
  script.start();
  script.finalize(script.anchor(), View{1}, {a_batch(10, 1)});
  script.give(PayloadChanged{});
  EXPECT_EQ(script.status().progress, Progress::Idle);
}

}  // namespace
}  // namespace vitalstream::consensus
