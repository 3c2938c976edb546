#include "net/p2p/inbound_quota.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

TEST(InboundQuota, BoundsTheTotal) {
  InboundQuota quota(3, 3);
  EXPECT_TRUE(quota.take("a"));
  EXPECT_TRUE(quota.take("b"));
  EXPECT_TRUE(quota.take("c"));
  EXPECT_FALSE(quota.take("d"));
  quota.give_back("b");
  EXPECT_TRUE(quota.take("d"));
}

TEST(InboundQuota, BoundsOneAddressWithoutHurtingOthers) {
  InboundQuota quota(10, 2);
  EXPECT_TRUE(quota.take("a"));
  EXPECT_TRUE(quota.take("a"));
  EXPECT_FALSE(quota.take("a"));
  EXPECT_TRUE(quota.take("b"));
  EXPECT_EQ(quota.taken(), 3U);
}

}  // namespace
}  // namespace vitalstream::net
