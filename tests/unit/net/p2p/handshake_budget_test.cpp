#include "net/p2p/handshake_budget.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

constexpr TokenBucket::TimePoint kStart{};

TEST(HandshakeBudget, StrangersCannotEmptyThePartOfThePeers) {
  HandshakeBudget budget({{10, 2}, {10, 3}}, kStart);
  int strangers = 0;
  while (budget.take(Caller::Stranger, kStart)) {
    ++strangers;
  }
  EXPECT_EQ(strangers, 3);
  EXPECT_TRUE(budget.take(Caller::PeerAddress, kStart));
  EXPECT_TRUE(budget.take(Caller::PeerAddress, kStart));
  EXPECT_FALSE(budget.take(Caller::PeerAddress, kStart));
}

TEST(HandshakeBudget, PeersMayUseWhatStrangersLeave) {
  HandshakeBudget budget({{10, 2}, {10, 3}}, kStart);
  int peers = 0;
  while (budget.take(Caller::PeerAddress, kStart)) {
    ++peers;
  }
  EXPECT_EQ(peers, 5);
}

}  // namespace
}  // namespace vitalstream::net
