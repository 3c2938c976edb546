#include "net/rpc/ws_frame.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

Result<WsFrameHead, WsFrameError> parse(const std::string& bytes) {
  return parse_ws_frame_head({bytes.data(), bytes.size()});
}

const std::string kMask = "\x01\x02\x03\x04";

TEST(WsFrame, ReadsTheThreeFormsOfALength) {
  const auto small = parse("\x81\x85" + kMask);
  ASSERT_TRUE(small);
  EXPECT_EQ(small->payload_bytes, 5U);
  EXPECT_EQ(small->head_bytes, 6U);
  EXPECT_TRUE(small->final);
  const auto medium = parse(std::string("\x01\xfe\x01\x00", 4) + kMask);
  ASSERT_TRUE(medium);
  EXPECT_EQ(medium->payload_bytes, 256U);
  EXPECT_EQ(medium->head_bytes, 8U);
  EXPECT_FALSE(medium->final);
  const auto large = parse(std::string("\x82\xff\0\0\0\0\0\x01\x00\x00", 10) + kMask);
  ASSERT_TRUE(large);
  EXPECT_EQ(large->payload_bytes, 65'536U);
  EXPECT_EQ(large->head_bytes, 14U);
}

TEST(WsFrame, WaitsForTheRestOfAHead) {
  const std::string whole = std::string("\x82\xff\0\0\0\0\0\x01\x00\x00", 10) + kMask;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const auto head = parse(whole.substr(0, i));
    ASSERT_TRUE(head) << i;
    EXPECT_EQ(head->head_bytes, 0U) << i;
  }
}

TEST(WsFrame, RefusesWhatTheProtocolForbids) {
  EXPECT_EQ(parse("\xc1\x85" + kMask).error(), WsFrameError::ReservedBits);
  EXPECT_EQ(parse("\x83\x85" + kMask).error(), WsFrameError::UnknownOpcode);
  EXPECT_EQ(parse("\x8b\x85" + kMask).error(), WsFrameError::UnknownOpcode);
  EXPECT_EQ(parse("\x81\x05" + kMask).error(), WsFrameError::NotMasked);
  EXPECT_EQ(parse("\x09\x80" + kMask).error(), WsFrameError::BadControl);
  EXPECT_EQ(parse(std::string("\x89\xfe\x00\x80", 4) + kMask).error(), WsFrameError::BadControl);
}

TEST(WsFrame, RefusesALengthInALongerFormThanNeeded) {
  EXPECT_EQ(parse(std::string("\x81\xfe\x00\x7d", 4) + kMask).error(), WsFrameError::LongForm);
  EXPECT_EQ(parse(std::string("\x81\xff\0\0\0\0\0\0\xff\xff", 10) + kMask).error(),
            WsFrameError::LongForm);
  EXPECT_EQ(parse(std::string("\x81\xff\x80\0\0\0\0\0\0\0", 10) + kMask).error(),
            WsFrameError::LongForm);
}

TEST(WsFrame, UnmasksEveryLength) {
  const std::array<std::uint8_t, 4> mask{1, 2, 3, 4};
  for (std::size_t length = 0; length < 40; ++length) {
    std::string payload(length, '\0');
    for (std::size_t i = 0; i < length; ++i) {
      payload[i] = static_cast<char>('a' ^ mask[i % 4]);
    }
    unmask({payload.data(), payload.size()}, mask);
    EXPECT_EQ(payload, std::string(length, 'a'));
  }
}

TEST(WsFrame, WritesTheShortestLength) {
  const auto head_of = [](std::size_t length) {
    std::string out;
    append_ws_frame(out, WsOpcode::Text, std::string(length, 'x'));
    return out.substr(0, out.size() - length);
  };
  EXPECT_EQ(head_of(125), "\x81\x7d");
  EXPECT_EQ(head_of(126), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(head_of(65'535), "\x81\x7e\xff\xff");
  EXPECT_EQ(head_of(65'536), std::string("\x81\x7f\0\0\0\0\0\x01\0\0", 10));
}

TEST(WsFrame, AnswersTheHandshakeOfTheSpecification) {
  EXPECT_EQ(ws_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(ws_accept("too short"), "");
}

}  // namespace
}  // namespace vitalstream::net
