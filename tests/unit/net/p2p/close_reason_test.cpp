#include "net/p2p/close_reason.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vitalstream::net {
namespace {

TEST(CloseReason, EveryCodeHasItsOwnName) {
  std::set<std::string_view> names;
  for (std::uint8_t code = 1; code < kCloseReasonCount; ++code) {
    const auto reason = close_reason_of(code);
    ASSERT_TRUE(reason.has_value()) << int{code};
    EXPECT_TRUE(names.insert(to_string(*reason)).second) << to_string(*reason);
  }
}

TEST(CloseReason, CodesOnTheWireDoNotMove) {
  EXPECT_EQ(to_string(CloseReason::DialFailed), "DialFailed");
  EXPECT_EQ(to_string(CloseReason::RefusedByPeer), "RefusedByPeer");
  EXPECT_EQ(close_reason_of(22), CloseReason::SecondSession);
  EXPECT_EQ(to_string(CloseReason::SecondSession), "SecondSession");
  EXPECT_EQ(close_reason_of(17), CloseReason::WrongChain);
  EXPECT_EQ(to_string(CloseReason::WrongChain), "WrongChain");
}

TEST(CloseReason, OnlyWhatNoHonestPeerDoesIsMisbehaviour) {
  for (std::uint8_t code = 1; code < kCloseReasonCount; ++code) {
    const auto reason = close_reason_of(code).value();
    const bool expected = reason == CloseReason::Misbehaved ||
                          reason == CloseReason::MalformedFrame ||
                          reason == CloseReason::OversizedFrame;
    EXPECT_EQ(is_misbehaviour(reason), expected) << to_string(reason);
  }
}

TEST(CloseReason, RefusesUnknownCodes) {
  EXPECT_FALSE(close_reason_of(0).has_value());
  EXPECT_FALSE(close_reason_of(kCloseReasonCount).has_value());
  EXPECT_FALSE(close_reason_of(255).has_value());
}

}  // namespace
}  // namespace vitalstream::net
