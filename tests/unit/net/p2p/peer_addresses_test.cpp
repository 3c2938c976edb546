#include "net/p2p/peer_addresses.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

asio::ip::address address(const char* text) { return asio::ip::make_address(text); }

std::vector<Tcp::endpoint> endpoints(std::initializer_list<const char*> texts) {
  std::vector<Tcp::endpoint> all;
  for (const char* const text : texts) {
    all.emplace_back(address(text), 30303);
  }
  return all;
}

TEST(PeerAddresses, AreWhatTheNamesResolveTo) {
  PeerAddresses addresses;
  EXPECT_FALSE(addresses.contain(address("10.0.0.1")));
  addresses.resolved("one.test", endpoints({"10.0.0.1", "2001:db8::1"}));
  addresses.resolved("two.test", endpoints({"10.0.0.2"}));
  EXPECT_TRUE(addresses.contain(address("10.0.0.1")));
  EXPECT_TRUE(addresses.contain(address("::ffff:10.0.0.2")));
  EXPECT_TRUE(addresses.contain(address("2001:db8::1")));
  EXPECT_FALSE(addresses.contain(address("2001:db8::2")));
}

TEST(PeerAddresses, ANewAnswerReplacesTheOldOneAnEmptyOneDoesNot) {
  PeerAddresses addresses;
  addresses.resolved("one.test", endpoints({"10.0.0.1"}));
  addresses.resolved("one.test", {});
  EXPECT_TRUE(addresses.contain(address("10.0.0.1")));
  addresses.resolved("one.test", endpoints({"10.0.0.3"}));
  EXPECT_FALSE(addresses.contain(address("10.0.0.1")));
  EXPECT_TRUE(addresses.contain(address("10.0.0.3")));
}

TEST(PeerAddresses, WhereTheLastSessionCameFromCountsToo) {
  PeerAddresses addresses;
  addresses.connected_from(PeerId{2}, address("::ffff:10.0.0.9"));
  EXPECT_TRUE(addresses.contain(address("10.0.0.9")));
  addresses.connected_from(PeerId{2}, address("10.0.0.8"));
  EXPECT_FALSE(addresses.contain(address("10.0.0.9")));
}

}  // namespace
}  // namespace vitalstream::net
