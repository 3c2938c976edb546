// What happens at the bounds: slow readers, slow consumers, no descriptors.

#include <sys/resource.h>
#include <unistd.h>

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;

class P2pBounds : public P2pTest {
 protected:
  [[nodiscard]] PeerNetworkOptions with_small_queues() {
    PeerNetworkOptions options = passive_options();
    options.limits.outbound = {{100, kMiB}, {10, kMiB}, {10, kMiB}};
    return options;
  }
};

TEST_F(P2pBounds, ForAPeerThatDoesNotReadBulkIsDroppedAndTheSessionStays) {
  P2pNode node(with_small_queues());
  const auto peer = raw_session(node);
  // More than the socket's buffers take.
  constexpr std::uint64_t kSent = 1'000;
  for (std::uint64_t i = 0; i < kSent; ++i) {
    node.send(2, Bytes(100 * kKiB, 1), Priority::Bulk);
  }
  ASSERT_TRUE(eventually([&] {
    const PeerNetworkStats stats = node.network().stats();
    return stats.dropped_of(Priority::Bulk) > 0 &&
           stats.dropped_of(Priority::Bulk) + stats.messages_out + 10 >= kSent;
  }));
  EXPECT_TRUE(node.log().disconnected.empty());
  // What was not dropped is whole.
  const auto frame = peer->receive_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->payload, Bytes(100 * kKiB, 1));
}

TEST_F(P2pBounds, APeerThatDoesNotReadIsCutWhenConsensusIsFull) {
  P2pNode node(with_small_queues());
  const auto peer = raw_session(node);
  for (int i = 0; i < 200; ++i) {
    node.send(2, Bytes(100 * kKiB, 1), Priority::Consensus);
  }
  EXPECT_TRUE(
      node.wait_for([](const EventLog& log) { return log.has_ended(CloseReason::TooSlow); }));
  EXPECT_EQ(node.network().stats().sessions_active, 0U);
}

TEST_F(P2pBounds, ConsensusOvertakesQueuedBulk) {
  P2pNode node(passive_options());
  const auto peer = raw_session(node);
  constexpr int kBulk = 100;
  for (int i = 0; i < kBulk; ++i) {
    node.send(2, Bytes(256 * kKiB, 1), Priority::Bulk);
  }
  // The peer reads nothing yet, so what is queued now can only be overtaken.
  ASSERT_TRUE(eventually([&] { return node.network().stats().messages_out > 0; }));
  node.send(2, Bytes(200, 2), Priority::Consensus);
  int before = 0;
  for (auto frame = peer->receive_frame(); frame; frame = peer->receive_frame()) {
    if (frame->type == FrameType::Message && frame->payload[0] == 2) {
      break;
    }
    ++before;
  }
  EXPECT_LT(before, kBulk / 2);
}

TEST_F(P2pBounds, AConsumerThatKeepsItsCreditsPausesTheReader) {
  PeerNetworkOptions options = world_.options(1, {2});
  options.limits.receive_budget_bytes = kMiB;
  P2pNode one(std::move(options), P2pNode::Credits::Keep);
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(two.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
  constexpr std::size_t kCount = 200;
  constexpr std::size_t kSize = 100 * kKiB;
  for (std::size_t i = 0; i < kCount; ++i) {
    two.send(1, Bytes(kSize, 1), Priority::Bulk);
  }
  ASSERT_TRUE(eventually([&] { return one.network().stats().reads_paused > 0; }));
  // At most the budget, one message, and what came in the same read.
  EXPECT_LE(one.log().message_bytes, kMiB + kSize + kSocketReadBytes);
  one.release_credits();
  EXPECT_TRUE(one.wait_for_messages(kCount));
}

TEST_F(P2pBounds, APausedReaderIsNotTakenForADeadPeer) {
  PeerNetworkOptions options = world_.options(1, {2});
  options.limits.receive_budget_bytes = kMiB;
  options.times.ping_interval = milliseconds{50};
  options.times.idle = milliseconds{250};
  P2pNode one(std::move(options), P2pNode::Credits::Keep);
  world_.resolver().set("one.test", {one.address()});
  PeerNetworkOptions of_two = world_.options(2, {1}, {1});
  of_two.times.ping_interval = milliseconds{50};
  of_two.times.idle = milliseconds{250};
  P2pNode two(std::move(of_two));
  ASSERT_TRUE(two.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
  for (int i = 0; i < 50; ++i) {
    two.send(1, Bytes(100 * kKiB, 1), Priority::Bulk);
  }
  ASSERT_TRUE(eventually([&] { return one.network().stats().reads_paused > 0; }));
  // Several idle times, counted by the pings that a live but paused node still sends.
  const std::uint64_t before = two.network().stats().bytes_in;
  ASSERT_TRUE(eventually([&] { return two.network().stats().bytes_in > before + 20 * 35; }));
  EXPECT_TRUE(one.log().disconnected.empty());
  EXPECT_TRUE(two.log().disconnected.empty());
}

TEST_F(P2pBounds, RunningOutOfDescriptorsDelaysTheListenerButDoesNotEndIt) {
  P2pNode node(passive_options());
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  RawPeerOptions shown;
  shown.certificate = world_.issue(2);
  RawPeer peer;
  // Connected by the kernel, but the process can accept it only when the limit is lifted again.
  const int highest = dup(STDERR_FILENO);
  ASSERT_GE(highest, 0);
  rlimit none = before;
  none.rlim_cur = static_cast<rlim_t>(highest) + 1;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  ::close(highest);
  peer.connect(node.address());
  const bool saw_errors = eventually([&] { return node.network().stats().accept_errors >= 2; });
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_TRUE(saw_errors);
  EXPECT_TRUE(peer.shake_hands(shown));
  EXPECT_TRUE(peer.send_frame(FrameType::Hello, encode_hello(hello_of_two())));
  EXPECT_TRUE(node.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
}

}  // namespace
}  // namespace vitalstream::net
