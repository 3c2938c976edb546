#include "net/p2p/address_group.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

AddressGroup group(const char* text) { return AddressGroup(asio::ip::make_address(text)); }

TEST(AddressGroup, AnIpv4AddressIsOne) {
  EXPECT_EQ(group("10.0.0.7"), group("10.0.0.7"));
  EXPECT_NE(group("10.0.0.7"), group("10.0.0.8"));
  EXPECT_EQ(group("10.0.0.7").to_string(), "10.0.0.7");
}

TEST(AddressGroup, OfIpv6The64IsOne) {
  EXPECT_EQ(group("2001:db8:0:1::1"), group("2001:db8:0:1:ffff:ffff:ffff:ffff"));
  EXPECT_NE(group("2001:db8:0:1::1"), group("2001:db8:0:2::1"));
  EXPECT_EQ(group("2001:db8:0:1::1").to_string(), "2001:db8:0:1::/64");
}

TEST(AddressGroup, AMappedAddressCountsAsWhatItIs) {
  EXPECT_EQ(group("::ffff:10.0.0.7"), group("10.0.0.7"));
  EXPECT_NE(group("::ffff:10.0.0.7"), group("::ffff:10.0.0.8"));
}

TEST(AddressGroup, TheFamiliesAreApart) {
  EXPECT_NE(group("::"), group("0.0.0.0"));
  EXPECT_NE(group("a00:7::"), group("10.0.0.7"));
}

}  // namespace
}  // namespace vitalstream::net
