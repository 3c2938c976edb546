// Measures the peer network on loopback: two nodes in one process, a network thread each, real TLS.
// Not a test: it asserts nothing and prints messages and bytes per second and processor time per
// message of the sending thread, the sender's network and the receiver's network.
// usage: p2p_throughput [seconds per case, default 3]

#include <pthread.h>

#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "base/assert.hpp"
#include "tests/integration/p2p_world.hpp"

namespace vitalstream::net {
namespace {

using Clock = std::chrono::steady_clock;

double cpu_seconds(pthread_t thread) {
  clockid_t clock = 0;
  timespec time{};
  VS_ASSERT(pthread_getcpuclockid(thread, &clock) == 0 && clock_gettime(clock, &time) == 0);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Counts and forgets.
class Node final : public PeerEvents {
 public:
  explicit Node(PeerNetworkOptions options) : work_(asio::make_work_guard(context_)) {
    auto opened = PeerNetwork::open(context_.get_executor(), std::move(options), *this);
    VS_ASSERT(opened);
    network = std::move(*opened);
    network->start();
    thread = std::thread([this] { context_.run(); });
  }
  ~Node() override {
    context_.stop();
    thread.join();
  }
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  void on_connected(const PeerConnected&) override { connected = true; }
  void on_disconnected(const PeerDisconnected& ending) override {
    if (!finished) {
      std::fprintf(stderr, "the session ended: %s\n", to_string(ending.reason).data());
      std::exit(1);
    }
  }
  void on_message(PeerId, ReceivedMessage) override {
    received.fetch_add(1, std::memory_order_relaxed);
  }
  void on_refused(const PeerRefusal&) override {}

  std::atomic<bool> connected{false};
  std::atomic<bool> finished{false};
  std::atomic<std::uint64_t> received{0};
  std::unique_ptr<PeerNetwork> network;
  std::thread thread;

 private:
  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
};

struct Load {
  const char* name;
  std::size_t bytes;
  Priority priority;
  std::uint64_t window;      // messages in flight at most
  std::uint64_t per_second;  // zero: as fast as the window allows
};

struct Cpu {
  double caller;
  double sender;
  double receiver;
};

Cpu cpu_now(Node& sender, Node& receiver) {
  return {cpu_seconds(pthread_self()), cpu_seconds(sender.thread.native_handle()),
          cpu_seconds(receiver.thread.native_handle())};
}

std::uint64_t send_for(Node& sender, Node& receiver, const Load& load, double seconds) {
  const Payload payload = std::make_shared<const Bytes>(load.bytes, std::uint8_t{1});
  const std::uint64_t before = receiver.received;
  const auto began = Clock::now();
  std::uint64_t sent = 0;
  for (;;) {
    const double elapsed = std::chrono::duration<double>(Clock::now() - began).count();
    if (elapsed >= seconds) {
      break;
    }
    const auto due =
        load.per_second == 0
            ? UINT64_MAX
            : static_cast<std::uint64_t>(elapsed * static_cast<double>(load.per_second));
    if (sent - (receiver.received - before) >= load.window || sent >= due) {
      std::this_thread::sleep_for(std::chrono::microseconds{50});
      continue;
    }
    sender.network->send(PeerId{1}, payload, load.priority);
    ++sent;
  }
  while (receiver.received - before < sent) {
    std::this_thread::sleep_for(std::chrono::microseconds{50});
  }
  return sent;
}

void measure(Node& sender, Node& receiver, const Load& load, double seconds) {
  static_cast<void>(send_for(sender, receiver, load, 0.3));
  const Cpu before = cpu_now(sender, receiver);
  const std::uint64_t wire_before = sender.network->stats().bytes_out;
  const auto began = Clock::now();
  const auto sent = static_cast<double>(send_for(sender, receiver, load, seconds));
  const double elapsed = std::chrono::duration<double>(Clock::now() - began).count();
  const Cpu after = cpu_now(sender, receiver);
  const auto wire = static_cast<double>(sender.network->stats().bytes_out - wire_before);
  std::printf(
      "%-28s %9.0f msg/s %8.1f MB/s  us/msg: caller %6.2f sender %7.2f receiver %7.2f"
      "  wire %.1f B/msg\n",
      load.name, sent / elapsed, sent * static_cast<double>(load.bytes) / elapsed / 1e6,
      (after.caller - before.caller) / sent * 1e6, (after.sender - before.sender) / sent * 1e6,
      (after.receiver - before.receiver) / sent * 1e6, wire / sent);
}

int run(double seconds) {
  P2pWorld world;
  Node receiver(world.options(1, {2}));
  world.resolver().set("one.test", {receiver.network->listen_addresses().at(0)});
  Node sender(world.options(2, {1}, {1}));
  VS_ASSERT(eventually([&] { return sender.connected && receiver.connected; }));
  for (const Load& load :
       {Load{"200 B consensus, flat out", 200, Priority::Consensus, 8'000, 0},
        Load{"200 B consensus, 1,000/s", 200, Priority::Consensus, 8'000, 1'000},
        Load{"200 B consensus, 10,000/s", 200, Priority::Consensus, 8'000, 10'000},
        Load{"4 KiB bulk, flat out", 4 * kKiB, Priority::Bulk, 800, 0},
        Load{"256 KiB bulk, flat out", 256 * kKiB, Priority::Bulk, 40, 0},
        Load{"256 KiB bulk, 100/s", 256 * kKiB, Priority::Bulk, 40, 100}}) {
    measure(sender, receiver, load, seconds);
  }
  receiver.finished = true;
  return 0;
}

}  // namespace
}  // namespace vitalstream::net

int main(int argc, char** argv) {
  double seconds = 3.0;
  if (argc > 1) {
    std::from_chars(argv[1], argv[1] + std::strlen(argv[1]), seconds);
  }
  return vitalstream::net::run(seconds);
}
