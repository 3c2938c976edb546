// Nodes find each other, prove who they are and exchange messages.

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

class P2pExchange : public P2pTest {};

bool is_connected(P2pNode& node, std::size_t count = 1) {
  return node.wait_for([count](const EventLog& log) { return log.connected.size() >= count; });
}

TEST_F(P2pExchange, MessagesArriveWholeAndInOrderBothWays) {
  P2pNode one(world_.options(1, {2}));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(is_connected(one) && is_connected(two));
  EXPECT_EQ(one.log().connected[0].peer, PeerId{2});
  EXPECT_EQ(one.log().connected[0].direction, Direction::Inbound);
  EXPECT_EQ(two.log().connected[0].direction, Direction::Outbound);
  const std::vector<std::size_t> sizes{1, 200, 16'384, 300'000, 2 * kMiB, 5, kFrameBytesMax};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    one.send(2, Bytes(sizes[i], static_cast<std::uint8_t>(i)));
    two.send(1, Bytes(sizes[i], static_cast<std::uint8_t>(i + 100)));
  }
  ASSERT_TRUE(one.wait_for_messages(sizes.size()) && two.wait_for_messages(sizes.size()));
  const EventLog at_one = one.log();
  const EventLog at_two = two.log();
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    EXPECT_EQ(at_two.messages[i].second, Bytes(sizes[i], static_cast<std::uint8_t>(i)));
    EXPECT_EQ(at_one.messages[i].second, Bytes(sizes[i], static_cast<std::uint8_t>(i + 100)));
  }
  EXPECT_EQ(one.network().stats().messages_out, one.network().stats().messages_in);
}

TEST_F(P2pExchange, ABroadcastReachesEveryConnectedPeer) {
  P2pNode one(world_.options(1, {2, 3, 4}));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  P2pNode three(world_.options(3, {1}, {1}));
  ASSERT_TRUE(is_connected(one, 2));
  one.network().broadcast(std::make_shared<const Bytes>(Bytes{7}), Priority::Bulk);
  EXPECT_TRUE(two.wait_for_messages(1) && three.wait_for_messages(1));
  EXPECT_EQ(one.network().stats().dropped_unconnected, 1U);
}

TEST_F(P2pExchange, WorksOverIpv6) {
  PeerNetworkOptions options = world_.options(1, {2});
  options.listen_addresses = {{"::1", 0}};
  P2pNode one(std::move(options));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(is_connected(one) && is_connected(two));
  EXPECT_EQ(two.log().connected[0].remote.substr(0, 6), "[::1]:");
}

TEST_F(P2pExchange, ListensOnSeveralAddressesAndTheWildcardTakesIpv4) {
  PeerNetworkOptions options = world_.options(1, {2, 3});
  options.listen_addresses = {{"::", 0}, {"127.0.0.1", 0}};
  P2pNode one(std::move(options));
  const auto addresses = one.network().listen_addresses();
  ASSERT_EQ(addresses.size(), 2U);
  world_.resolver().set("one.test", {{"127.0.0.1", addresses[0].port}});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(is_connected(one));
  EXPECT_EQ(one.log().connected[0].remote.substr(0, 10), "127.0.0.1:");
  world_.resolver().set("one.test", {addresses[1]});
  P2pNode three(world_.options(3, {1}, {1}));
  EXPECT_TRUE(is_connected(three));
}

TEST_F(P2pExchange, TriesEveryAddressOfAName) {
  P2pNode stranger(world_.options(3, {4}));
  P2pNode one(world_.options(1, {2}));
  // The first refuses connections, the second is somebody else.
  world_.resolver().set("one.test", {{"127.0.0.1", 1}, stranger.address(), one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(is_connected(two));
  EXPECT_TRUE(two.log().has_refusal(CloseReason::DialFailed));
  EXPECT_TRUE(two.log().has_refusal(CloseReason::WrongName));
}

TEST_F(P2pExchange, ResolvesTheNameAnewAtEachDial) {
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(two.wait_for([](const EventLog& log) { return log.refusals.size() >= 3; }));
  EXPECT_GE(world_.resolver().asked("one.test"), 3);
  P2pNode one(world_.options(1, {2}));
  world_.resolver().set("one.test", {one.address()});
  EXPECT_TRUE(is_connected(two));
}

TEST_F(P2pExchange, FindsAPeerAgainThatHasMoved) {
  auto one = std::make_unique<P2pNode>(world_.options(1, {2}));
  world_.resolver().set("one.test", {one->address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(is_connected(two));
  one->kill();
  one = std::make_unique<P2pNode>(world_.options(1, {2}));
  world_.resolver().set("one.test", {one->address()});
  EXPECT_TRUE(is_connected(two, 2));
}

TEST_F(P2pExchange, AsksTheOperatingSystemForNames) {
  P2pNode one(world_.options(1, {2}));
  PeerNetworkOptions options = world_.options(2, {1});
  options.peers[0].dial_addresses = {{"localhost", one.address().port}};
  options.resolver = nullptr;
  P2pNode two(std::move(options));
  EXPECT_TRUE(is_connected(two));
}

TEST_F(P2pExchange, ManySmallMessagesShareWrites) {
  P2pNode one(world_.options(1, {2}));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(is_connected(two));
  constexpr std::size_t kCount = 10'000;
  for (std::size_t i = 0; i < kCount; ++i) {
    two.send(1, Bytes(200, 1));
  }
  ASSERT_TRUE(one.wait_for_messages(kCount));
  // Alone, each would cost 22 bytes of TLS record beside its 205.
  EXPECT_LT(two.network().stats().bytes_out, kCount * (205 + 11));
}

}  // namespace
}  // namespace vitalstream::net
