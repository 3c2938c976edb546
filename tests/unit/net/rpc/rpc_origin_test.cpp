#include "net/rpc/rpc_origin.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

RpcOrigin of(const char* address) {
  return origin_of_address(boost::asio::ip::make_address(address));
}

RpcOrigin plain(const char* address, ConnectionRef ref) {
  return origin_of_connection(nullptr, boost::asio::ip::make_address(address), ref);
}

TEST(RpcOrigin, IsTheAddressAndOfIpv6TheNetwork) {
  EXPECT_EQ(of("192.0.2.1"), of("192.0.2.1"));
  EXPECT_NE(of("192.0.2.1"), of("192.0.2.2"));
  EXPECT_EQ(of("192.0.2.1"), of("::ffff:192.0.2.1"));
  EXPECT_EQ(of("2001:db8::1"), of("2001:db8::ffff:1"));
  EXPECT_NE(of("2001:db8::1"), of("2001:db8:0:1::1"));
}

TEST(RpcOrigin, OnLoopbackIsTheConnection) {
  EXPECT_NE(plain("127.0.0.1", {1, 1}), plain("127.0.0.1", {1, 2}));
  EXPECT_NE(plain("::1", {1, 1}), plain("::1", {2, 1}));
  EXPECT_EQ(plain("127.0.0.1", {1, 1}), plain("127.0.0.1", {1, 1}));
  EXPECT_EQ(plain("192.0.2.1", {1, 1}), plain("192.0.2.1", {1, 2}));
}

}  // namespace
}  // namespace vitalstream::net
