// Opening, reloading certificates, stopping.

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct NobodyListens final : PeerEvents {
  void on_connected(const PeerConnected&) override {}
  void on_disconnected(const PeerDisconnected&) override {}
  void on_message(PeerId, ReceivedMessage) override {}
  void on_refused(const PeerRefusal&) override {}
};

class P2pLifecycle : public P2pTest {
 protected:
  [[nodiscard]] PeerNetworkFailure failure_of(PeerNetworkOptions options) {
    asio::io_context context;
    NobodyListens events;
    const auto opened = PeerNetwork::open(context.get_executor(), std::move(options), events);
    EXPECT_FALSE(opened);
    return opened ? PeerNetworkFailure{} : opened.error();
  }
};

TEST_F(P2pLifecycle, SaysWhyItCannotOpen) {
  PeerNetworkOptions twice = world_.options(1, {2, 3});
  twice.peers[1].identity.id = PeerId{2};
  EXPECT_EQ(failure_of(twice).error, PeerNetworkError::BadPeers);
  PeerNetworkOptions itself = world_.options(1, {2});
  itself.peers[0].identity.id = PeerId{1};
  EXPECT_EQ(failure_of(itself).error, PeerNetworkError::BadPeers);
  PeerNetworkOptions stranger = world_.options(1, {2});
  stranger.self.san_host = "five.test";
  EXPECT_EQ(failure_of(stranger).error, PeerNetworkError::BadCredentials);
  PeerNetworkOptions nowhere = world_.options(1, {2});
  nowhere.listen_addresses = {{"192.0.2.1", 1}};
  EXPECT_EQ(failure_of(nowhere).error, PeerNetworkError::CannotListen);
  EXPECT_EQ(failure_of(nowhere).detail.substr(0, 12), "192.0.2.1:1:");
}

TEST_F(P2pLifecycle, ANetworkThatWasNeverStartedCanBeStopped) {
  asio::io_context context;
  const auto work = asio::make_work_guard(context);
  NobodyListens events;
  const auto opened = PeerNetwork::open(context.get_executor(), passive_options(), events);
  ASSERT_TRUE(opened);
  bool is_stopped = false;
  (*opened)->stop([&] {
    is_stopped = true;
    context.stop();
  });
  context.run_for(kTestDeadline);
  EXPECT_TRUE(is_stopped);
}

TEST_F(P2pLifecycle, AStopDeliversWhatConsensusHasQueued) {
  P2pNode one(world_.options(1, {2}));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(two.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
  constexpr std::size_t kCount = 5'000;
  for (std::size_t i = 0; i < kCount; ++i) {
    two.send(1, Bytes(500, 1), Priority::Consensus);
  }
  ASSERT_TRUE(two.stop());
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return !log.disconnected.empty(); }));
  EXPECT_EQ(one.log().messages.size(), kCount);
  EXPECT_EQ(one.log().disconnected[0].reason, CloseReason::Shutdown);
  EXPECT_TRUE(one.log().disconnected[0].by_peer);
  EXPECT_TRUE(one.stop());
}

TEST_F(P2pLifecycle, AStopDoesNotWaitForAPeerThatDoesNotRead) {
  PeerNetworkOptions options = passive_options();
  options.times.stop_flush = milliseconds{200};
  P2pNode node(std::move(options));
  const auto peer = raw_session(node);
  for (int i = 0; i < 150; ++i) {
    node.send(2, Bytes(100 * kKiB, 1), Priority::Consensus);
  }
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(node.stop());
  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds{3});
}

TEST_F(P2pLifecycle, AStopEndsHandshakesAndDialsInProgress) {
  world_.resolver().set("two.test", {{"127.0.0.1", 1}});
  P2pNode node(world_.options(1, {2, 3}, {2}));
  RawPeer silent(node.address());
  ASSERT_TRUE(eventually([&] { return node.network().stats().accepted == 1; }));
  const auto began = std::chrono::steady_clock::now();
  EXPECT_TRUE(node.stop());
  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds{3});
  EXPECT_TRUE(silent.is_closed_by_other_side());
}

TEST_F(P2pLifecycle, AStoppedNodeTakesNoMoreConnections) {
  P2pNode node(passive_options());
  const HostPort address = node.address();
  EXPECT_TRUE(node.stop());
  EXPECT_THROW(RawPeer{address}, boost::system::system_error);
}

TEST_F(P2pLifecycle, NewConnectionsUseReloadedCertificates) {
  P2pNode one(world_.options(1, {2, 3}));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  ASSERT_TRUE(two.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
  testing::LeafOptions leaf;
  leaf.dns_names = {"one.test"};
  leaf.valid_until = seconds{2 * 86'400};
  static_cast<void>(world_.write_certificates("one.test", world_.ca_of(1).issue(leaf)));
  ASSERT_TRUE(one.network().reload_certificates());
  P2pNode three(world_.options(3, {1}, {1}));
  ASSERT_TRUE(three.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
  EXPECT_GT(three.log().connected[0].certificate_expires_at_unix_s,
            two.log().connected[0].certificate_expires_at_unix_s + 80'000);
  EXPECT_EQ(one.network().stats().certificate_expires_at_unix_s,
            three.log().connected[0].certificate_expires_at_unix_s);
  EXPECT_TRUE(two.log().disconnected.empty());
}

TEST_F(P2pLifecycle, AReloadCutsThePeersWhoseAuthorityIsTrustedNoMore) {
  P2pNode one(world_.options(1, {2, 3}));
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  P2pNode three(world_.options(3, {1}, {1}));
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return log.connected.size() == 2; }));
  world_.distrust(2);
  static_cast<void>(world_.write_certificates("one.test", world_.issue(1)));
  ASSERT_TRUE(one.network().reload_certificates());
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return !log.disconnected.empty(); }));
  EXPECT_EQ(one.log().disconnected[0].peer, PeerId{2});
  EXPECT_EQ(one.log().disconnected[0].reason, CloseReason::UntrustedIssuer);
  EXPECT_EQ(one.network().stats().closed_for(CloseReason::UntrustedIssuer), 1U);
  // It is told why, dials again, and is refused for the same reason.
  EXPECT_TRUE(two.wait_for(
      [](const EventLog& log) { return log.has_ended(CloseReason::UntrustedIssuer); }));
  EXPECT_TRUE(one.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::UntrustedIssuer); }));
  three.send(1, Bytes(10, 1));
  EXPECT_TRUE(one.wait_for_messages(1));
  EXPECT_TRUE(three.log().disconnected.empty());
}

TEST_F(P2pLifecycle, AReloadJudgesThePeersThatWereDialedToo) {
  P2pNode two(world_.options(2, {1}));
  world_.resolver().set("two.test", {two.address()});
  P2pNode one(world_.options(1, {2}, {2}));
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
  ASSERT_TRUE(one.network().reload_certificates());
  world_.distrust(2);
  static_cast<void>(world_.write_certificates("one.test", world_.issue(1)));
  ASSERT_TRUE(one.network().reload_certificates());
  ASSERT_TRUE(one.wait_for([](const EventLog& log) { return !log.disconnected.empty(); }));
  EXPECT_EQ(one.log().disconnected[0].reason, CloseReason::UntrustedIssuer);
  EXPECT_EQ(one.log().disconnected.size(), 1U);
}

TEST_F(P2pLifecycle, AReloadRefusesAPeerThatIsStillBeingIntroduced) {
  P2pNode one(passive_options());
  const auto peer = raw_two(one);
  world_.distrust(2);
  static_cast<void>(world_.write_certificates("one.test", world_.issue(1)));
  ASSERT_TRUE(one.network().reload_certificates());
  ASSERT_TRUE(peer->send_frame(FrameType::Hello, encode_hello(hello_of_two())));
  EXPECT_TRUE(one.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::UntrustedIssuer); }));
  EXPECT_TRUE(one.log().connected.empty());
}

TEST_F(P2pLifecycle, ABadPairIsRefusedAndTheLastGoodOneStays) {
  P2pNode one(world_.options(1, {2}));
  static_cast<void>(world_.write_certificates("one.test", world_.ca_of(2).issue("one.test")));
  const auto reloaded = one.network().reload_certificates();
  ASSERT_FALSE(reloaded);
  EXPECT_EQ(reloaded.error(), CredentialError::WrongIssuerKey);
  world_.resolver().set("one.test", {one.address()});
  P2pNode two(world_.options(2, {1}, {1}));
  EXPECT_TRUE(two.wait_for([](const EventLog& log) { return !log.connected.empty(); }));
}

}  // namespace
}  // namespace vitalstream::net
