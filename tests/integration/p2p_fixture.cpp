#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {

Hello P2pTest::hello_of_two(std::uint8_t instance) {
  InstanceId::Rep bytes{};
  bytes.fill(instance);
  return {ChainId{"test-chain"}, GenesisHash{}, PeerId{2}, PeerId{1}, InstanceId{bytes}};
}

std::unique_ptr<RawPeer> P2pTest::raw_two(const P2pNode& node) const {
  auto peer = std::make_unique<RawPeer>(node.address());
  RawPeerOptions options;
  options.certificate = world_.issue(2);
  EXPECT_TRUE(peer->shake_hands(options));
  return peer;
}

std::unique_ptr<RawPeer> P2pTest::raw_session(const P2pNode& node, std::uint8_t instance) const {
  auto peer = raw_two(node);
  EXPECT_TRUE(peer->send_frame(FrameType::Hello, encode_hello(hello_of_two(instance))));
  const auto answer = peer->receive_frame();
  EXPECT_TRUE(answer && answer->type == FrameType::Hello);
  return peer;
}

CloseReason P2pTest::refusal_of(const RawPeerOptions& options) {
  P2pNode node(passive_options());
  RawPeer peer(node.address());
  const bool done = peer.shake_hands(options);
  static_cast<void>(done);
  EXPECT_TRUE(node.wait_for([](const EventLog& log) { return !log.refusals.empty(); }));
  EXPECT_TRUE(peer.is_closed_by_other_side());
  const EventLog log = node.log();
  EXPECT_TRUE(log.connected.empty());
  if (log.refusals.empty()) {
    return CloseReason::Shutdown;
  }
  const CloseReason reason = log.refusals.front().reason;
  EXPECT_EQ(node.network().stats().refused_for(reason), 1U);
  EXPECT_NE(log.refusals.front().remote.find("127.0.0.1"), std::string::npos);
  return reason;
}

}  // namespace vitalstream::net
