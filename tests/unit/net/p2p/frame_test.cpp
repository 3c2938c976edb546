#include "net/p2p/frame.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

constexpr std::size_t kLimit = 1'000;

FrameHeaderBytes header(FrameType type, std::size_t bytes) {
  return encode_frame_header({type, bytes});
}

TEST(Frame, HeaderIsLengthThenTypeInGoldenBytes) {
  EXPECT_EQ(header(FrameType::Message, 0x01020304), (FrameHeaderBytes{1, 2, 3, 4, 2}));
  EXPECT_EQ(encode_frame(FrameType::Goodbye, Bytes{17}), (Bytes{0, 0, 0, 1, 5, 17}));
}

TEST(Frame, DecodesWhatItEncodes) {
  const auto decoded = decode_frame_header(header(FrameType::Message, kLimit), kLimit);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->type, FrameType::Message);
  EXPECT_EQ(decoded->payload_bytes, kLimit);
}

TEST(Frame, RefusesAMessageAboveTheLimit) {
  const auto decoded = decode_frame_header(header(FrameType::Message, kLimit + 1), kLimit);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), CloseReason::OversizedFrame);
}

TEST(Frame, RefusesEveryMessageBeforeTheHello) {
  const auto decoded = decode_frame_header(header(FrameType::Message, 1), 0);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), CloseReason::MalformedFrame);
}

TEST(Frame, RefusesAnEmptyPayload) {
  const auto decoded = decode_frame_header({0, 0, 0, 0, 2}, kLimit);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error(), CloseReason::MalformedFrame);
}

TEST(Frame, RefusesUnknownTypes) {
  for (const std::uint8_t type : Bytes{0, 6, 255}) {
    const auto decoded = decode_frame_header({0, 0, 0, 1, type}, kLimit);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error(), CloseReason::MalformedFrame);
  }
}

TEST(Frame, RefusesControlFramesOfAWrongLength) {
  for (const FrameType type : {FrameType::Ping, FrameType::Pong, FrameType::Goodbye}) {
    const auto decoded = decode_frame_header(header(type, 9), kLimit);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error(), CloseReason::MalformedFrame);
  }
  const auto hello = decode_frame_header(header(FrameType::Hello, kHelloBytesMax + 1), kLimit);
  ASSERT_FALSE(hello);
  EXPECT_EQ(hello.error(), CloseReason::OversizedFrame);
}

}  // namespace
}  // namespace vitalstream::net
