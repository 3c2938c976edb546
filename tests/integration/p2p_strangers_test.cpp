// Crowds at the door: whoever says nothing or asks for handshakes without end keeps no peer out,
// and costs what the limits say.

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <deque>
#include <thread>

#include "tests/integration/p2p_fixture.hpp"

namespace vitalstream::net {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;
using Crowd = std::vector<std::unique_ptr<RawPeer>>;

class P2pStrangers : public P2pTest {
 protected:
  [[nodiscard]] static std::string stranger_address(int number) {
    return "127.0.1." + std::to_string(1 + number);
  }

  static void join(Crowd& crowd, const P2pNode& node, const std::string& source) {
    crowd.push_back(std::make_unique<RawPeer>());
    crowd.back()->connect_from(source, node.address());
  }

  // Waits until the node has seen them all.
  [[nodiscard]] static bool all_came(P2pNode& node, std::size_t count) {
    return eventually([&] { return node.network().stats().accepted >= count; });
  }
};

// What a TLS 1.3 client says first; it may be said any number of times.
Bytes client_hello() {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  &SSL_CTX_free);
  const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), &SSL_free);
  BIO* const output = BIO_new(BIO_s_mem());
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), output);
  SSL_set_connect_state(ssl.get());
  SSL_do_handshake(ssl.get());
  Bytes bytes(BIO_ctrl_pending(output));
  BIO_read(output, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

// Asks for handshakes from one address until told to end, and takes no part in any.
class Replayer {
 public:
  Replayer(std::string source, HostPort address)
      : source_(std::move(source)), address_(std::move(address)), thread_([this] { run(); }) {}
  ~Replayer() {
    ended_ = true;
    thread_.join();
  }
  Replayer(const Replayer&) = delete;
  Replayer& operator=(const Replayer&) = delete;

  [[nodiscard]] std::size_t sent() const { return sent_; }

 private:
  static constexpr std::size_t kSentMax = 50'000;
  static constexpr std::size_t kHeldMax = 32;

  void run() {
    const Bytes hello = client_hello();
    const Tcp::endpoint target(asio::ip::make_address(address_.host), address_.port);
    asio::io_context context;
    std::deque<Tcp::socket> held;
    while (!ended_ && sent_ < kSentMax) {
      ErrorCode lost;
      Tcp::socket& socket = held.emplace_back(context);
      socket.open(Tcp::v4());
      socket.bind({asio::ip::make_address(source_), 0}, lost);
      if (!lost) {
        socket.connect(target, lost);
      }
      if (!lost) {
        socket.send(asio::buffer(hello), MSG_NOSIGNAL, lost);
      }
      ++sent_;
      if (held.size() > kHeldMax) {
        held.pop_front();
      }
    }
  }

  const std::string source_;
  const HostPort address_;
  std::atomic<bool> ended_{false};
  std::atomic<std::size_t> sent_{0};
  std::thread thread_;
};

TEST_F(P2pStrangers, TheOldestOfAnAddressGivesItsPlaceToTheNewest) {
  PeerNetworkOptions options = passive_options();
  options.limits.strangers_per_address_max = 4;
  P2pNode node(std::move(options));
  Crowd crowd;
  for (int i = 0; i < 10; ++i) {
    join(crowd, node, stranger_address(0));
    ASSERT_TRUE(all_came(node, crowd.size()));
  }
  ASSERT_TRUE(eventually(
      [&] { return node.network().stats().refused_for(CloseReason::TooManyConnections) == 6; }));
  EXPECT_EQ(node.network().stats().strangers, 4U);
  EXPECT_TRUE(crowd[5]->is_closed_by_other_side());
  RawPeerOptions shown;
  shown.certificate = world_.issue(2);
  EXPECT_TRUE(crowd[6]->shake_hands(shown));
  crowd.clear();
  EXPECT_TRUE(eventually([&] { return node.network().stats().strangers == 0; }));
}

TEST_F(P2pStrangers, ACrowdThatSaysNothingKeepsNobodyOut) {
  P2pNode node(passive_options());
  Crowd crowd;
  for (int i = 0; i < 300; ++i) {
    join(crowd, node, stranger_address(i % 30));
  }
  ASSERT_TRUE(all_came(node, crowd.size()));
  EXPECT_TRUE(eventually([&] { return node.network().stats().strangers == kStrangersMax; }));
  // From an address that nobody knows as a peer's.
  const auto peer = raw_session(node);
  EXPECT_TRUE(node.wait_for([](const EventLog& log) { return log.connected.size() == 1; }));
}

TEST_F(P2pStrangers, ACrowdAtAPeersOwnAddressKeepsItNotOut) {
  P2pNode one(world_.options(1, {2}, {2}));
  world_.resolver().set("two.test", {{"127.0.0.1", 1}});
  world_.resolver().set("one.test", {one.address()});
  ASSERT_TRUE(eventually([&] { return world_.resolver().asked("two.test") > 0; }));
  Crowd crowd;
  for (int i = 0; i < 100; ++i) {
    join(crowd, one, "127.0.0.1");
  }
  ASSERT_TRUE(all_came(one, crowd.size()));
  const P2pNode two(world_.options(2, {1}, {1}));
  EXPECT_TRUE(one.wait_for([](const EventLog& log) { return log.connected.size() == 1; }));
}

TEST_F(P2pStrangers, ReplayedClientHellosCostWhatTheBudgetSaysAndKeepNoPeerOut) {
  P2pNode one(world_.options(1, {2}, {2}));
  world_.resolver().set("two.test", {{"127.0.0.1", 1}});
  world_.resolver().set("one.test", {one.address()});
  const auto began = SteadyClock::now();
  std::vector<std::unique_ptr<Replayer>> replayers;
  for (int i = 0; i < 3; ++i) {
    replayers.push_back(std::make_unique<Replayer>(stranger_address(i), one.address()));
  }
  ASSERT_TRUE(eventually([&] { return one.network().stats().accepted > 300; }));
  for (std::size_t round = 1; round <= 3; ++round) {
    const auto restarted = SteadyClock::now();
    P2pNode two(world_.options(2, {1}, {1}));
    ASSERT_TRUE(one.wait_for([round](const EventLog& log) {
      return log.connected.size() == round && log.disconnected.size() == round - 1;
    }));
    EXPECT_LT(SteadyClock::now() - restarted, milliseconds{5'000});
    two.kill();
    ASSERT_TRUE(
        one.wait_for([round](const EventLog& log) { return log.disconnected.size() == round; }));
  }
  const double passed_s = std::chrono::duration<double>(SteadyClock::now() - began).count();
  const PeerNetworkStats stats = one.network().stats();
  EXPECT_LE(static_cast<double>(stats.handshakes_of_strangers),
            kStrangerHandshakesBurst + kStrangerHandshakesPerS * passed_s + 1);
  EXPECT_LE(stats.strangers, kStrangersMax + kPeerPlacesMin + 2 * kPeerPlacesPerPeer);
  // The door tells of few of the many.
  EXPECT_LE(static_cast<double>(one.log().refusals.size()),
            kRefusalsToldBurst + kRefusalsToldPerS * passed_s + 100);
  std::size_t sent = 0;
  for (const auto& each : replayers) {
    sent += each->sent();
  }
  RecordProperty("client_hellos_per_s", std::to_string(static_cast<double>(sent) / passed_s));
}

TEST_F(P2pStrangers, AStopEndsWhoIsAtTheDoor) {
  P2pNode node(passive_options());
  Crowd crowd;
  for (int i = 0; i < 20; ++i) {
    join(crowd, node, stranger_address(i));
    crowd.back()->send_raw(client_hello());
  }
  ASSERT_TRUE(all_came(node, crowd.size()));
  EXPECT_TRUE(node.stop());
}

}  // namespace
}  // namespace vitalstream::net
