#include "net/rpc/bind_policy.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

boost::asio::ip::address address(const char* text) { return boost::asio::ip::make_address(text); }

TEST(BindPolicy, CountsMappedLoopbackAsLoopback) {
  EXPECT_TRUE(is_loopback(address("127.0.0.1")));
  EXPECT_TRUE(is_loopback(address("127.8.9.10")));
  EXPECT_TRUE(is_loopback(address("::1")));
  EXPECT_TRUE(is_loopback(address("::ffff:127.0.0.1")));
  EXPECT_FALSE(is_loopback(address("::ffff:10.0.0.1")));
  EXPECT_FALSE(is_loopback(address("0.0.0.0")));
  EXPECT_FALSE(is_loopback(address("::")));
}

TEST(BindPolicy, LetsLoopbackBeBoundWithoutTls) {
  EXPECT_FALSE(refuse_bind(address("127.0.0.1"), RpcTlsMode::None, UnsafeOpen::Refused));
  EXPECT_FALSE(refuse_bind(address("::1"), RpcTlsMode::None, UnsafeOpen::Refused));
}

TEST(BindPolicy, DemandsClientCertificatesBeyondLoopback) {
  for (const char* text : {"0.0.0.0", "::", "10.1.2.3", "2001:db8::1"}) {
    EXPECT_TRUE(refuse_bind(address(text), RpcTlsMode::None, UnsafeOpen::Refused)) << text;
    EXPECT_TRUE(refuse_bind(address(text), RpcTlsMode::ServerOnly, UnsafeOpen::Refused)) << text;
    EXPECT_FALSE(refuse_bind(address(text), RpcTlsMode::ClientCertificates, UnsafeOpen::Refused));
  }
}

TEST(BindPolicy, LetsTheUnsafeFlagOverride) {
  EXPECT_FALSE(refuse_bind(address("0.0.0.0"), RpcTlsMode::None, UnsafeOpen::Accepted));
  EXPECT_TRUE(may_speak_plain(address("10.1.2.3"), UnsafeOpen::Accepted));
}

TEST(BindPolicy, LetsOnlyLoopbackSpeakWithoutTls) {
  EXPECT_TRUE(may_speak_plain(address("::ffff:127.0.0.1"), UnsafeOpen::Refused));
  EXPECT_FALSE(may_speak_plain(address("10.1.2.3"), UnsafeOpen::Refused));
}

}  // namespace
}  // namespace vitalstream::net
