#include "bench/load/ws_client_frame.hpp"

#include <gtest/gtest.h>

#include "net/rpc/ws_frame.hpp"

namespace vitalstream::bench {
namespace {

constexpr WsMask kMask{'\x12', '\x34', '\x56', '\x78'};

TEST(WsClientFrame, TheServerReadsFramesOfEachLengthForm) {
  for (const std::size_t size : {0U, 125U, 126U, 65'535U, 65'536U}) {
    const std::string text(size, 'x');
    std::string bytes;
    append_client_frame(bytes, ClientOpcode::Text, text, kMask);
    const auto head = net::parse_ws_frame_head(bytes);
    ASSERT_TRUE(head) << size;
    ASSERT_EQ(head->payload_bytes, size);
    ASSERT_EQ(head->head_bytes + size, bytes.size());
    EXPECT_EQ(head->opcode, net::WsOpcode::Text);
    const std::span<char> payload(bytes.data() + head->head_bytes, size);
    net::unmask(payload, head->mask);
    EXPECT_EQ(std::string_view(payload.data(), payload.size()), text);
  }
}

TEST(WsClientFrame, FramesOfTheServerAreReadOneByOne) {
  for (const std::size_t size : {0U, 125U, 126U, 65'536U}) {
    const std::string text(size, 'y');
    std::string bytes;
    net::append_ws_frame(bytes, net::WsOpcode::Text, text);
    const std::size_t first = bytes.size();
    net::append_ws_frame(bytes, net::WsOpcode::Ping, "p");
    const FrameRead read = read_server_frame(bytes);
    ASSERT_EQ(read.state, FrameState::Whole);
    EXPECT_EQ(read.frame.payload, text);
    EXPECT_EQ(read.frame.frame_bytes, first);
    const FrameRead next = read_server_frame(std::string_view(bytes).substr(first));
    EXPECT_EQ(next.frame.opcode, ClientOpcode::Ping);
    EXPECT_EQ(next.frame.payload, "p");
  }
}

TEST(WsClientFrame, EveryBeginningOfAFrameIsIncomplete) {
  std::string bytes;
  net::append_ws_frame(bytes, net::WsOpcode::Text, std::string(200, 'z'));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(read_server_frame(std::string_view(bytes).substr(0, size)).state,
              FrameState::Incomplete);
  }
}

TEST(WsClientFrame, WhatNoServerMaySendIsBroken) {
  std::string masked;
  append_client_frame(masked, ClientOpcode::Text, "x", kMask);
  EXPECT_EQ(read_server_frame(masked).state, FrameState::Broken);
  EXPECT_EQ(read_server_frame(std::string_view("\x01\x00", 2)).state, FrameState::Broken);
  EXPECT_EQ(read_server_frame(std::string_view("\x81\x7f\xff\0\0\0\0\0\0\0", 10)).state,
            FrameState::Broken);
}

}  // namespace
}  // namespace vitalstream::bench
