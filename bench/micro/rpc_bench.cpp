// What the RPC server itself spends on one submission (CPU of its one thread), with a node that
// answers from another thread a millisecond's worth at a time, as a committed block does, or
// refuses at once. Reported time is CPU time of the RPC thread, not wall-clock time.

#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "net/rpc/rpc_server.hpp"
#include "net/rpc/ws_frame.hpp"
#include "tests/support/fake_node_api.hpp"

namespace vitalstream {
namespace {

using namespace std::chrono_literals;

// About the size of a record of 256 bytes as a JWS.
constexpr std::size_t kTxBytes = 600;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

// Answers from its own thread, once a millisecond, all that have gathered.
class CommittingNode final : public testing::FakeNodeApi {
 public:
  CommittingNode() : thread_([this] { run(); }) {}
  ~CommittingNode() override {
    stopping_ = true;
    thread_.join();
  }

  void tx_submit(net::TxSubmission, net::Reply<net::TxSubmitted> reply) override {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(reply));
  }

 private:
  void run() {
    std::vector<net::Reply<net::TxSubmitted>> block;
    while (!stopping_) {
      std::this_thread::sleep_for(1ms);
      {
        const std::lock_guard lock(mutex_);
        block.swap(waiting_);
      }
      for (auto& reply : block) {
        reply.send({.state = {.tx_id = {},
                              .stage = net::TxStage::Committed,
                              .height = 1'000'000,
                              .index = 100'000'000,
                              .result = net::TxOutcome{.outcome = "applied", .code = {}}},
                    .receipt = std::nullopt});
      }
      block.clear();
    }
  }

  std::mutex mutex_;
  std::vector<net::Reply<net::TxSubmitted>> waiting_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

class RunningServer {
 public:
  RunningServer() {
    net::RpcServerOptions options;
    options.listen = {{.host = "127.0.0.1", .port = 0}};
    server_ = std::make_unique<net::RpcServer>(context_.get_executor(), node, std::move(options));
    require(static_cast<bool>(server_->start()));
    thread_ = std::thread([this] {
      const auto keep_running = boost::asio::make_work_guard(context_);
      context_.run();
    });
  }
  ~RunningServer() {
    context_.stop();
    thread_.join();
    server_.reset();
  }

  [[nodiscard]] double cpu_seconds() {
    clockid_t clock = 0;
    timespec time{};
    require(pthread_getcpuclockid(thread_.native_handle(), &clock) == 0);
    require(clock_gettime(clock, &time) == 0);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  }
  [[nodiscard]] std::uint16_t port() const { return server_->ports().at(0); }

  CommittingNode node;

 private:
  boost::asio::io_context context_{1};
  std::unique_ptr<net::RpcServer> server_;
  std::thread thread_;
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    std::memcpy(&generic, &to, sizeof(to));
    require(connect(socket_, &generic, sizeof(to)) == 0);
    const int no_delay = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof(no_delay));
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      require(sent > 0);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // Reads until `mark` has come `count` times.
  void await(std::string_view mark, std::size_t count) {
    std::string received;
    std::size_t from = 0;
    while (count > 0) {
      const auto found = received.find(mark, from);
      if (found != std::string::npos) {
        from = found + mark.size();
        --count;
        continue;
      }
      char chunk[65'536];
      const auto got = recv(socket_, chunk, sizeof(chunk), 0);
      require(got > 0);
      received.append(chunk, static_cast<std::size_t>(got));
    }
  }

 private:
  int socket_;
};

std::string submission() {
  return R"({"jsonrpc":"2.0","id":12345,"method":"tx_submit","params":{"tx":")" +
         std::string(kTxBytes, 'a') + R"(","mode":"committed"}})";
}

// What a client sends over a WebSocket; a mask of zeros leaves the text as it is.
std::string ws_frame(std::string_view text) {
  std::string out;
  net::append_ws_frame(out, net::WsOpcode::Text, text);
  const std::size_t head = out.size() - text.size();
  out[1] = static_cast<char>(out[1] | '\x80');
  out.insert(head, 4, '\0');
  return out;
}

std::string http_post(const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Each of `connections` sends a burst of `burst` submissions and waits for all answers.
void run(benchmark::State& state, bool websocket, const std::string& bytes, std::size_t answers) {
  RunningServer server;
  std::vector<std::unique_ptr<Client>> clients;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    if (websocket) {
      clients.back()->send(
          "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
      clients.back()->await("\r\n\r\n", 1);
    }
  }
  for ([[maybe_unused]] auto round : state) {
    const double before = server.cpu_seconds();
    for (const auto& client : clients) {
      client->send(bytes);
    }
    for (const auto& client : clients) {
      client->await("\"jsonrpc\"", answers);
    }
    state.SetIterationTime(server.cpu_seconds() - before);
  }
  const auto submissions = state.iterations() * state.range(0) * static_cast<std::int64_t>(answers);
  state.SetItemsProcessed(submissions);
  state.counters["cpu_us_per_tx"] =
      benchmark::Counter(static_cast<double>(submissions) * 1e-6,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void SubmitOverWebSocket(benchmark::State& state) {
  std::string bytes;
  for (std::int64_t i = 0; i < state.range(1); ++i) {
    bytes += ws_frame(submission());
  }
  run(state, /*websocket=*/true, bytes, static_cast<std::size_t>(state.range(1)));
}
BENCHMARK(SubmitOverWebSocket)
    ->ArgNames({"connections", "burst"})
    ->Args({1, 64})
    ->Args({8, 8})
    ->Args({64, 1})
    ->UseManualTime();

void SubmitOverHttpInBatches(benchmark::State& state) {
  std::string batch = "[" + submission();
  for (std::int64_t i = 1; i < state.range(1); ++i) {
    batch += "," + submission();
  }
  run(state, /*websocket=*/false, http_post(batch + "]"), static_cast<std::size_t>(state.range(1)));
}
BENCHMARK(SubmitOverHttpInBatches)
    ->ArgNames({"connections", "batch"})
    ->Args({1, 50})
    ->Args({8, 8})
    ->Args({64, 1})
    ->UseManualTime();

void RefuseWhileBusy(benchmark::State& state) {
  std::string bytes;
  for (std::int64_t i = 0; i < state.range(1); ++i) {
    bytes += ws_frame(submission());
  }
  RunningServer server;
  server.node.busy_ms = 100;
  Client client(server.port());
  client.send(
      "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  client.await("\r\n\r\n", 1);
  for ([[maybe_unused]] auto round : state) {
    const double before = server.cpu_seconds();
    client.send(bytes);
    client.await("\"jsonrpc\"", static_cast<std::size_t>(state.range(1)));
    state.SetIterationTime(server.cpu_seconds() - before);
  }
  const auto refusals = state.iterations() * state.range(1);
  state.SetItemsProcessed(refusals);
  state.counters["cpu_us_per_tx"] =
      benchmark::Counter(static_cast<double>(refusals) * 1e-6,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(RefuseWhileBusy)->ArgNames({"connections", "burst"})->Args({1, 64})->UseManualTime();

}  // namespace
}  // namespace vitalstream
