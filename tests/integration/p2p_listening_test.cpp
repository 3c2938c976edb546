// Where the peer network listens: literals, loopback by name, both families on one port.

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

class P2pListening : public P2pTest {
 protected:
  [[nodiscard]] PeerNetworkOptions listening_on(std::vector<HostPort> addresses) {
    PeerNetworkOptions options = passive_options();
    options.listen_addresses = std::move(addresses);
    return options;
  }

  // A port that was free a moment ago.
  [[nodiscard]] std::uint16_t free_port() {
    P2pNode node(passive_options());
    return node.address().port;
  }

  [[nodiscard]] static bool takes_in(const HostPort& address) {
    try {
      const RawPeer peer(address);
      return true;
    } catch (const std::exception&) {
      return false;
    }
  }
};

TEST_F(P2pListening, LocalhostIsTheLoopbackAddresses) {
  const std::uint16_t port = free_port();
  P2pNode node(listening_on({{"localhost", port}}));
  EXPECT_TRUE(takes_in({"127.0.0.1", port}));
  EXPECT_FALSE(node.network().listen_addresses().empty());
}

TEST_F(P2pListening, BothFamiliesOnOnePortByOneAddressOrByTwo) {
  const std::uint16_t port = free_port();
  {
    const P2pNode node(listening_on({{"::", port}}));
    EXPECT_TRUE(takes_in({"127.0.0.1", port}));
  }
  const P2pNode node(listening_on({{"0.0.0.0", port}, {"::", port}}));
  EXPECT_TRUE(takes_in({"127.0.0.1", port}));
}

TEST_F(P2pListening, ANameIsRefusedWithWhatToWrite) {
  boost::asio::io_context context;
  class Silent final : public PeerEvents {
   public:
    void on_connected(const PeerConnected&) override {}
    void on_disconnected(const PeerDisconnected&) override {}
    void on_message(PeerId, ReceivedMessage) override {}
    void on_refused(const PeerRefusal&) override {}
  } events;
  const auto opened = PeerNetwork::open(context.get_executor(),
                                        listening_on({{"validator-1.example", 30303}}), events);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().error, PeerNetworkError::CannotListen);
  EXPECT_NE(opened.error().detail.find("[::] for all"), std::string::npos) << opened.error().detail;
}

}  // namespace
}  // namespace vitalstream::net
