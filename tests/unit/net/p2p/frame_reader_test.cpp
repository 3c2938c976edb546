#include "net/p2p/frame_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace vitalstream::net {
namespace {

constexpr std::size_t kLimit = kMiB;

Bytes pattern(std::size_t count, std::uint8_t first) {
  Bytes bytes(count);
  for (std::size_t i = 0; i < count; ++i) {
    bytes[i] = static_cast<std::uint8_t>(first + i * 7);
  }
  return bytes;
}

// Feeds the stream in pieces of at most `piece_max` and collects the frames.
std::vector<Frame> read_all(FrameReader& reader, ByteView stream, std::size_t piece_max) {
  std::vector<Frame> frames;
  std::mt19937 random(42);
  while (!stream.empty()) {
    const std::span<std::uint8_t> space = reader.free_space();
    const std::size_t piece = 1 + random() % piece_max;
    const std::size_t count = std::min({space.size(), stream.size(), piece});
    std::copy_n(stream.begin(), count, space.begin());
    reader.commit(count);
    stream = stream.subspan(count);
    for (;;) {
      auto frame = reader.next();
      if (!frame || !*frame) {
        break;
      }
      frames.push_back(std::move(**frame));
    }
  }
  return frames;
}

class FrameReaderPieces : public ::testing::TestWithParam<std::size_t> {};

TEST_P(FrameReaderPieces, YieldsTheSameFramesHoweverTheBytesArrive) {
  const std::vector<std::size_t> sizes{1, 200,    16'379, 16'384, 300'000,
                                       3, 65'536, 1,      4'096,  40'000};
  Bytes stream;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    append(stream, encode_frame(FrameType::Message, pattern(sizes[i], static_cast<uint8_t>(i))));
  }
  FrameReader reader(kLimit);
  const std::vector<Frame> frames = read_all(reader, stream, GetParam());
  ASSERT_EQ(frames.size(), sizes.size());
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_EQ(frames[i].payload, pattern(sizes[i], static_cast<std::uint8_t>(i))) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, FrameReaderPieces,
                         ::testing::Values(1, 3, 5, 100, 16'384, 1'000'000));

TEST(FrameReader, YieldsNothingUntilAFrameIsComplete) {
  FrameReader reader(kLimit);
  const Bytes stream = encode_frame(FrameType::Message, pattern(10, 0));
  EXPECT_TRUE(read_all(reader, ByteView(stream).first(14), 14).empty());
  EXPECT_EQ(read_all(reader, ByteView(stream).subspan(14), 1).size(), 1U);
}

TEST(FrameReader, RefusesAnOversizedFrameBeforeItsBodyArrives) {
  FrameReader reader(100);
  const FrameHeaderBytes header = encode_frame_header({FrameType::Message, 101});
  std::copy(header.begin(), header.end(), reader.free_space().begin());
  reader.commit(header.size());
  const auto frame = reader.next();
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error(), CloseReason::OversizedFrame);
}

TEST(FrameReader, AllowsMessagesOnlyOnceTheLimitIsRaised) {
  FrameReader reader(0);
  Bytes stream = encode_frame(FrameType::Hello, pattern(10, 0));
  append(stream, encode_frame(FrameType::Message, pattern(10, 1)));
  std::copy(stream.begin(), stream.end(), reader.free_space().begin());
  reader.commit(stream.size());
  const auto hello = reader.next();
  ASSERT_TRUE(hello && *hello);
  EXPECT_EQ((**hello).type, FrameType::Hello);
  reader.set_message_bytes_max(kLimit);
  const auto message = reader.next();
  ASSERT_TRUE(message && *message);
  EXPECT_EQ((**message).payload, pattern(10, 1));
}

}  // namespace
}  // namespace vitalstream::net
