#include "net/p2p/frame_writer.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

Payload payload(std::size_t bytes, std::uint8_t fill) {
  return std::make_shared<const Bytes>(bytes, fill);
}

Bytes drain(FrameWriter& writer, OutboundQueue& queue) {
  Bytes all;
  for (ByteView chunk = writer.next_chunk(queue); !chunk.empty();
       chunk = writer.next_chunk(queue)) {
    append(all, chunk);
  }
  return all;
}

void push(OutboundQueue& queue, Priority priority, const Payload& bytes) {
  ASSERT_EQ(queue.push(priority, bytes), OutboundQueue::Pushed::Queued);
}

TEST(FrameWriter, WritesFramesByteForByte) {
  for (const std::size_t size :
       {1UL, 5UL, 16'378UL, 16'379UL, 16'380UL, 16'384UL, 100'000UL, 262'144UL}) {
    OutboundQueue queue(OutboundLimits{});
    FrameWriter writer;
    Bytes expected;
    for (const std::uint8_t fill : Bytes{1, 2, 3}) {
      push(queue, Priority::Bulk, payload(size, fill));
      append(expected, encode_frame(FrameType::Message, Bytes(size, fill)));
    }
    EXPECT_EQ(drain(writer, queue), expected) << size;
    EXPECT_TRUE(writer.between_frames());
    EXPECT_EQ(writer.messages_started(), 3U);
  }
}

TEST(FrameWriter, PutsManySmallFramesIntoOneChunk) {
  OutboundQueue queue(OutboundLimits{});
  FrameWriter writer;
  for (int i = 0; i < 50; ++i) {
    push(queue, Priority::Consensus, payload(200, 1));
  }
  EXPECT_EQ(writer.next_chunk(queue).size(), 50U * 205U);
}

TEST(FrameWriter, HandsALargePayloadOnWhereItLies) {
  OutboundQueue queue(OutboundLimits{});
  FrameWriter writer;
  const Payload large = payload(256 * kKiB, 9);
  push(queue, Priority::Bulk, large);
  EXPECT_EQ(writer.next_chunk(queue).size(), kTlsRecordBytes);
  const ByteView slice = writer.next_chunk(queue);
  EXPECT_EQ(slice.size(), kPayloadSliceBytes);
  EXPECT_GE(slice.data(), large->data());
  EXPECT_LE(slice.data() + slice.size(), large->data() + large->size());
}

TEST(FrameWriter, NeverInterruptsAFrameForAMoreImportantOne) {
  OutboundQueue queue(OutboundLimits{});
  FrameWriter writer;
  push(queue, Priority::Bulk, payload(100'000, 1));
  Bytes sent = to_bytes(writer.next_chunk(queue));
  EXPECT_FALSE(writer.between_frames());
  push(queue, Priority::Consensus, payload(10, 2));
  append(sent, drain(writer, queue));
  Bytes expected = encode_frame(FrameType::Message, Bytes(100'000, 1));
  append(expected, encode_frame(FrameType::Message, Bytes(10, 2)));
  EXPECT_EQ(sent, expected);
}

}  // namespace
}  // namespace vitalstream::net
