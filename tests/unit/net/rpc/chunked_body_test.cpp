#include "net/rpc/chunked_body.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

constexpr std::size_t kBytesMax = 100;

std::optional<RpcCause> refusal_of(const std::string& bytes) {
  return ChunkedBody(kBytesMax).take(bytes).refusal;
}

TEST(ChunkedBody, PutsTheChunksTogether) {
  ChunkedBody body(kBytesMax);
  const std::string bytes = "3\r\nabc\r\n00A;x;y=\"z\"\r\n0123456789\r\n0\r\n\r\n";
  const auto progress = body.take(bytes + "POST");
  EXPECT_FALSE(progress.refusal);
  EXPECT_EQ(progress.consumed, bytes.size());
  EXPECT_TRUE(body.is_complete());
  EXPECT_EQ(body.text(), "abc0123456789");
}

TEST(ChunkedBody, TakesThemAsTheyCome) {
  ChunkedBody body(kBytesMax);
  std::string waiting;
  for (const char next : std::string("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")) {
    EXPECT_FALSE(body.is_complete());
    waiting += next;
    const auto progress = body.take(waiting);
    ASSERT_FALSE(progress.refusal) << waiting;
    waiting.erase(0, progress.consumed);
  }
  EXPECT_TRUE(body.is_complete());
  EXPECT_EQ(body.text(), "abcde");
  EXPECT_EQ(waiting, "");
}

TEST(ChunkedBody, RefusesMoreThanItMayTake) {
  EXPECT_EQ(refusal_of("64\r\na"), std::nullopt);
  EXPECT_EQ(refusal_of("65\r\na"), RpcCause::BodyTooLarge);
  EXPECT_EQ(refusal_of("ffffffffffffffff\r\n"), RpcCause::BodyTooLarge);
  // What stands around the chunks counts too.
  std::string chunks;
  for (int i = 0; i < 15; ++i) {
    chunks += "1\r\na\r\n";
  }
  EXPECT_EQ(refusal_of(chunks + "0\r\n\r\n"), std::nullopt);
  EXPECT_EQ(refusal_of(chunks + "1\r\na\r\n0\r\n\r\n"), RpcCause::BodyTooLarge);
}

TEST(ChunkedBody, RefusesWhatTwoProgramsCouldReadDifferently) {
  for (const std::string bytes :
       {"\r\n\r\n\r\n", "x\r\nab", "0x3\r\nabc\r\n\r\n", "-3\r\nabc\r\n", "+3\r\nabc\r\n",
        "3\nabc\r\n", "3\r\nabcd\r\n0\r\n", "3\r\nabc\n0\r\n\r\n", "3\rabc", "3 3\r\nabc\r\n",
        " 3\r\nabc\r\n", "3;\r\nabc\r\n", "3;a\n\r\nabc\r\n", "11111111111111111\r\n",
        "0\r\nX: y\r\n\r\n", "0\r\n\n\r\n\r\n", "0\r\n X\r\n\r\n"}) {
    EXPECT_EQ(refusal_of(bytes), RpcCause::MalformedHttp) << bytes;
  }
  EXPECT_EQ(refusal_of("3;" + std::string(300, 'a')), RpcCause::MalformedHttp);
}

}  // namespace
}  // namespace vitalstream::net
