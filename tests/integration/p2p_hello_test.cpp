// What is said first, and what never gets so far.

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;

class P2pHello : public P2pTest {
 protected:
  // Two nodes of which the second has other options; both must come to the same reason.
  void expect_both_refuse(PeerNetworkOptions second, CloseReason reason) {
    P2pNode one(world_.options(1, {2}));
    world_.resolver().set("one.test", {one.address()});
    P2pNode two(std::move(second));
    EXPECT_TRUE(one.wait_for([reason](const EventLog& log) { return log.has_refusal(reason); }));
    ASSERT_TRUE(two.wait_for([reason](const EventLog& log) { return log.has_refusal(reason); }));
    EXPECT_TRUE(two.log().refusals[0].by_peer);
    EXPECT_TRUE(one.log().connected.empty() && two.log().connected.empty());
  }

  // Sends bytes instead of a hello; the reason that comes back.
  [[nodiscard]] std::optional<CloseReason> answer_to(ByteView bytes) {
    P2pNode node(passive_options());
    const auto peer = raw_two(node);
    EXPECT_TRUE(peer->send(bytes));
    const auto reason = peer->receive_goodbye();
    EXPECT_TRUE(peer->is_closed_by_other_side());
    EXPECT_TRUE(node.log().connected.empty());
    EXPECT_TRUE(!reason ||
                node.wait_for([reason](const EventLog& log) { return log.has_refusal(*reason); }));
    return reason;
  }

  [[nodiscard]] std::optional<CloseReason> answer_to_hello(const Hello& hello) {
    return answer_to(encode_frame(FrameType::Hello, encode_hello(hello)));
  }
};

TEST_F(P2pHello, RefusesAnotherChain) {
  PeerNetworkOptions options = world_.options(2, {1}, {1});
  options.chain = ChainId{"other-chain"};
  expect_both_refuse(std::move(options), CloseReason::WrongChain);
}

TEST_F(P2pHello, RefusesAnotherGenesis) {
  PeerNetworkOptions options = world_.options(2, {1}, {1});
  Hash32 genesis{};
  genesis.fill(1);
  options.genesis = GenesisHash{genesis};
  expect_both_refuse(std::move(options), CloseReason::WrongGenesis);
}

TEST_F(P2pHello, RefusesAHelloThatClaimsAnotherIdentity) {
  Hello hello = hello_of_two();
  hello.sender = PeerId{3};
  EXPECT_EQ(answer_to_hello(hello), CloseReason::WrongIdentityInHello);
}

TEST_F(P2pHello, RefusesAHelloThatIsMeantForAnother) {
  Hello hello = hello_of_two();
  hello.receiver = PeerId{4};
  EXPECT_EQ(answer_to_hello(hello), CloseReason::WrongIdentityInHello);
}

TEST_F(P2pHello, RefusesAnotherVersion) {
  Bytes hello = encode_hello(hello_of_two());
  hello[0] = kPeerProtocolVersion + 1;
  EXPECT_EQ(answer_to(encode_frame(FrameType::Hello, hello)), CloseReason::ProtocolVersion);
}

TEST_F(P2pHello, RefusesABrokenHello) {
  Bytes hello = encode_hello(hello_of_two());
  hello.pop_back();
  EXPECT_EQ(answer_to(encode_frame(FrameType::Hello, hello)), CloseReason::MalformedFrame);
}

TEST_F(P2pHello, RefusesAMessageBeforeTheHello) {
  EXPECT_EQ(answer_to(encode_frame(FrameType::Message, Bytes{1})), CloseReason::MalformedFrame);
}

TEST_F(P2pHello, RefusesAnOversizedHelloBeforeItsBody) {
  EXPECT_EQ(answer_to(encode_frame_header({FrameType::Hello, kHelloBytesMax + 1})),
            CloseReason::OversizedFrame);
}

TEST_F(P2pHello, CutsASessionThatSendsAnOversizedFrame) {
  P2pNode node(passive_options());
  const auto peer = raw_session(node);
  EXPECT_TRUE(peer->send(encode_frame_header({FrameType::Message, kFrameBytesMax + 1})));
  EXPECT_EQ(peer->receive_goodbye(), CloseReason::OversizedFrame);
  EXPECT_TRUE(node.wait_for(
      [](const EventLog& log) { return log.has_ended(CloseReason::OversizedFrame); }));
}

TEST_F(P2pHello, CutsASessionThatSendsAMalformedFrame) {
  for (const Bytes& bytes : {Bytes{0, 0, 0, 0, 2}, Bytes{0, 0, 0, 1, 9, 1},
                             encode_frame(FrameType::Hello, encode_hello(hello_of_two()))}) {
    // One for each, because who was cut has to wait before it may come again.
    P2pNode node(passive_options());
    const auto peer = raw_session(node);
    EXPECT_TRUE(peer->send(bytes));
    EXPECT_EQ(peer->receive_goodbye(), CloseReason::MalformedFrame);
    EXPECT_TRUE(peer->is_closed_by_other_side());
    EXPECT_EQ(node.network().stats().closed_for(CloseReason::MalformedFrame), 1U);
  }
}

TEST_F(P2pHello, ASilentConnectionEndsAtTheHandshakeDeadline) {
  PeerNetworkOptions options = passive_options();
  options.times.handshake = milliseconds{200};
  P2pNode node(std::move(options));
  const RawPeer peer(node.address());
  EXPECT_TRUE(peer.is_closed_by_other_side());
  EXPECT_TRUE(node.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::HandshakeTimeout); }));
}

TEST_F(P2pHello, AConnectionThatSaysNoHelloEndsAtTheHelloDeadline) {
  PeerNetworkOptions options = passive_options();
  options.times.hello = milliseconds{200};
  P2pNode node(std::move(options));
  const auto peer = raw_two(node);
  EXPECT_TRUE(peer->is_closed_by_other_side());
  EXPECT_TRUE(node.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::HelloTimeout); }));
}

TEST_F(P2pHello, AHelloThatTricklesInEndsAtTheSameDeadline) {
  PeerNetworkOptions options = passive_options();
  options.times.hello = milliseconds{300};
  P2pNode node(std::move(options));
  const auto peer = raw_two(node);
  const Bytes hello = encode_frame(FrameType::Hello, encode_hello(hello_of_two()));
  const auto began = std::chrono::steady_clock::now();
  for (const std::uint8_t byte : hello) {
    if (!peer->send(Bytes{byte}) || node.log().has_refusal(CloseReason::HelloTimeout)) {
      break;
    }
    std::this_thread::sleep_for(milliseconds{20});
  }
  EXPECT_TRUE(node.wait_for(
      [](const EventLog& log) { return log.has_refusal(CloseReason::HelloTimeout); }));
  EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds{20} * hello.size());
  EXPECT_TRUE(node.log().connected.empty());
}

}  // namespace
}  // namespace vitalstream::net
