#include "net/p2p/host_port.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

TEST(HostPort, ReadsNamesAndLiterals) {
  for (const char* text : {"validator-2.example:30303", "10.0.0.7:1", "localhost:65535"}) {
    const auto parsed = parse_host_port(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(to_string(*parsed), text);
  }
}

TEST(HostPort, ReadsIpv6InBrackets) {
  const auto parsed = parse_host_port("[fe80::1%eth0]:30303");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->host, "fe80::1%eth0");
  EXPECT_EQ(to_string(*parsed), "[fe80::1%eth0]:30303");
  ASSERT_TRUE(parse_host_port("[::]:0"));
}

TEST(HostPort, SaysWhatIsWrong) {
  const auto error_of = [](std::string_view text) { return parse_host_port(text).error(); };
  EXPECT_EQ(error_of(""), HostPortError::Empty);
  EXPECT_EQ(error_of("localhost"), HostPortError::NoPort);
  EXPECT_EQ(error_of("localhost:"), HostPortError::BadPort);
  EXPECT_EQ(error_of("localhost:65536"), HostPortError::BadPort);
  EXPECT_EQ(error_of("localhost:+1"), HostPortError::BadPort);
  EXPECT_EQ(error_of(":30303"), HostPortError::BadHost);
  EXPECT_EQ(error_of("::1:30303"), HostPortError::BadHost);
  EXPECT_EQ(error_of("[::1:30303"), HostPortError::BadHost);
  EXPECT_EQ(error_of("a host:1"), HostPortError::BadHost);
}

}  // namespace
}  // namespace vitalstream::net
