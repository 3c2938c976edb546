#include "net/p2p/session_rules.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

constexpr PeerId kLower{1};
constexpr PeerId kHigher{2};

InstanceId instance(std::uint8_t fill) {
  InstanceId::Rep bytes{};
  bytes.fill(fill);
  return InstanceId{bytes};
}

TEST(SessionRules, CrossedDialsEndAsTheOneOfTheLowerId) {
  const SessionOrigin by_lower{kLower, instance(1)};
  const SessionOrigin by_higher{kHigher, instance(1)};
  EXPECT_EQ(judge_second_session(by_higher, by_lower, kLower), SecondSessionStep::Replace);
  EXPECT_EQ(judge_second_session(by_lower, by_higher, kLower), SecondSessionStep::ProbeOld);
  EXPECT_EQ(refusal_of_newcomer(by_lower, by_higher), CloseReason::DuplicateDial);
}

TEST(SessionRules, ASecondProcessNeverReplacesALiveSessionUnasked) {
  for (const PeerId old_dialer : {kLower, kHigher}) {
    for (const PeerId new_dialer : {kLower, kHigher}) {
      const SessionOrigin old_session{old_dialer, instance(1)};
      const SessionOrigin newcomer{new_dialer, instance(2)};
      EXPECT_EQ(judge_second_session(old_session, newcomer, kLower), SecondSessionStep::ProbeOld);
      EXPECT_EQ(refusal_of_newcomer(old_session, newcomer), CloseReason::SecondSession);
    }
  }
}

TEST(SessionRules, ARepeatedDialOfOneSideAsksTheOldSession) {
  const SessionOrigin origin{kLower, instance(1)};
  EXPECT_EQ(judge_second_session(origin, origin, kLower), SecondSessionStep::ProbeOld);
}

}  // namespace
}  // namespace vitalstream::net
