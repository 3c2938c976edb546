#include "net/p2p/outbound_queue.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

using Pushed = OutboundQueue::Pushed;

constexpr OutboundLimits kSmall{{3, 1'000}, {3, 1'000}, {3, 1'000}};

Payload payload(std::size_t bytes, std::uint8_t fill) {
  return std::make_shared<const Bytes>(bytes, fill);
}

std::string pop_all(OutboundQueue& queue) {
  std::string fills;
  while (const auto frame = queue.pop()) {
    fills += static_cast<char>(frame->payload->front());
  }
  return fills;
}

TEST(OutboundQueue, SendsConsensusFirstAndEachClassInOrder) {
  OutboundQueue queue(kSmall);
  EXPECT_EQ(queue.push(Priority::Bulk, payload(10, 'b')), Pushed::Queued);
  EXPECT_EQ(queue.push(Priority::Consensus, payload(10, 'c')), Pushed::Queued);
  EXPECT_EQ(queue.push(Priority::Bulk, payload(10, 'B')), Pushed::Queued);
  EXPECT_EQ(queue.push(Priority::Consensus, payload(10, 'C')), Pushed::Queued);
  EXPECT_EQ(pop_all(queue), "cCbB");
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.bytes(), 0U);
}

TEST(OutboundQueue, SharesBetweenRepliesAndBulkByBytes) {
  OutboundQueue queue(OutboundLimits{});
  for (int i = 0; i < 8; ++i) {
    ASSERT_EQ(queue.push(Priority::Reply, payload(100, 'r')), Pushed::Queued);
  }
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(queue.push(Priority::Bulk, payload(300, 'B')), Pushed::Queued);
  }
  EXPECT_EQ(pop_all(queue), "BrrrBrrrrr");
}

TEST(OutboundQueue, DropsTheNewestBulkAndReplyWhenFull) {
  for (const Priority priority : {Priority::Bulk, Priority::Reply}) {
    OutboundQueue queue(kSmall);
    for (const std::uint8_t fill : Bytes{'1', '2', '3'}) {
      EXPECT_EQ(queue.push(priority, payload(10, fill)), Pushed::Queued);
    }
    EXPECT_EQ(queue.push(priority, payload(10, '4')), Pushed::Dropped);
    EXPECT_EQ(pop_all(queue), "123");
  }
}

TEST(OutboundQueue, DropsBulkByBytesAsWellAsByCount) {
  OutboundQueue queue(kSmall);
  EXPECT_EQ(queue.push(Priority::Bulk, payload(600, 'a')), Pushed::Queued);
  EXPECT_EQ(queue.push(Priority::Bulk, payload(401, 'b')), Pushed::Dropped);
  EXPECT_EQ(queue.push(Priority::Bulk, payload(400, 'c')), Pushed::Queued);
  EXPECT_EQ(queue.bytes(), 1'000U);
}

TEST(OutboundQueue, AFullConsensusClassIsAnOverflow) {
  OutboundQueue queue(kSmall);
  EXPECT_EQ(queue.push(Priority::Consensus, payload(1'000, 'a')), Pushed::Queued);
  EXPECT_EQ(queue.push(Priority::Consensus, payload(1, 'b')), Pushed::Overflow);
}

TEST(OutboundQueue, FullBulkLeavesRoomForConsensus) {
  OutboundQueue queue(kSmall);
  EXPECT_EQ(queue.push(Priority::Bulk, payload(1'000, 'b')), Pushed::Queued);
  EXPECT_EQ(queue.push(Priority::Consensus, payload(1'000, 'c')), Pushed::Queued);
}

TEST(OutboundQueue, KeepsOneControlFrameOfEachTypeAheadOfAll) {
  OutboundQueue queue(kSmall);
  ASSERT_EQ(queue.push(Priority::Consensus, payload(1, 'c')), Pushed::Queued);
  for (const std::uint8_t fill : Bytes{'1', '2', '3'}) {
    queue.push_control(FrameType::Pong, payload(8, fill));
  }
  queue.push_control(FrameType::Hello, payload(8, 'h'));
  EXPECT_EQ(pop_all(queue), "h3c");
}

TEST(OutboundQueue, KeepsOnlyConsensusBeforeAShutdown) {
  OutboundQueue queue(kSmall);
  ASSERT_EQ(queue.push(Priority::Bulk, payload(10, 'b')), Pushed::Queued);
  ASSERT_EQ(queue.push(Priority::Reply, payload(10, 'r')), Pushed::Queued);
  ASSERT_EQ(queue.push(Priority::Consensus, payload(10, 'c')), Pushed::Queued);
  queue.drop_all_but_consensus();
  EXPECT_EQ(queue.bytes(), 10U);
  EXPECT_EQ(pop_all(queue), "c");
}

}  // namespace
}  // namespace vitalstream::net
