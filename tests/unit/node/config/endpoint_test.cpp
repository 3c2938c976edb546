#include "node/config/endpoint.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vitalstream::node {
namespace {

TEST(Endpoint, ReadsNamesIpv4AndBracketedIpv6) {
  EXPECT_EQ(parse_endpoint("validator.example:30303"), (Endpoint{"validator.example", 30303}));
  EXPECT_EQ(parse_endpoint("127.0.0.1:8545"), (Endpoint{"127.0.0.1", 8545}));
  EXPECT_EQ(parse_endpoint("[::]:0"), (Endpoint{"::", 0}));
  EXPECT_EQ(parse_endpoint("[fe80::1]:65535"), (Endpoint{"fe80::1", 65535}));
}

TEST(Endpoint, RefusesWhatIsNoHostAndPort) {
  for (const char* text : {"", ":", "host", "host:", ":8545", "host:65536", "host:-1", "host:+1",
                           "host:8545x", "host: 8545", "::1:8545", "[::1]", "[]:1", "[host]:1",
                           "[::1:1", "a b:1", "http://a:1", "host:000008545"}) {
    EXPECT_EQ(parse_endpoint(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_endpoint(std::string(254, 'a') + ":1"), std::nullopt);
}

TEST(Endpoint, RefusesAddressesThatAResolverWouldReadOtherwise) {
  for (const char* text :
       {"127.1:1", "010.0.0.1:1", "2130706433:1", "0x7f000001:1", "1.2.3.4.5:1", "256.0.0.1:1",
        "127.0.0.0x1:1", "a.1:1", "[:::]:1", "[1::2::3]:1", "[::g]:1", "host:08545"}) {
    EXPECT_EQ(parse_endpoint(text), std::nullopt) << text;
  }
  for (const char* text : {"validator-0:1", "3fa85f64:1", "1.example:1", "[::ffff:10.0.0.1]:1"}) {
    EXPECT_TRUE(parse_endpoint(text)) << text;
  }
}

TEST(Endpoint, IsWrittenAsItIsRead) {
  for (const char* text : {"a.example:1", "10.0.0.1:30303", "[2001:db8::1]:8545"}) {
    EXPECT_EQ(to_string(*parse_endpoint(text)), text);
  }
}

TEST(Endpoint, OnlyWhatCertainlyIsLoopbackCountsAsLoopback) {
  EXPECT_TRUE(is_loopback({"127.0.0.1", 1}));
  EXPECT_TRUE(is_loopback({"127.8.0.1", 1}));
  EXPECT_TRUE(is_loopback({"::1", 1}));
  EXPECT_TRUE(is_loopback({"localhost", 1}));
  EXPECT_FALSE(is_loopback({"0.0.0.0", 1}));
  EXPECT_FALSE(is_loopback({"::", 1}));
  EXPECT_FALSE(is_loopback({"127.0.0.1.example.org", 1}));
  EXPECT_FALSE(is_loopback({"127.example", 1}));
  EXPECT_FALSE(is_loopback({"localhost.example", 1}));
}

}  // namespace
}  // namespace vitalstream::node
