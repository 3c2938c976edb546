#pragma once
// A real RPC server on a free port of loopback with a fake node behind it, and the clients that
// talk to it: raw bytes with or without TLS, and a WebSocket client of another make (Beast).

#include <openssl/ssl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "net/rpc/rpc_server.hpp"
#include "tests/support/fake_node_api.hpp"

namespace vitalstream::testing {

[[nodiscard]] net::RpcServerOptions on_loopback(net::RpcLimits limits = {});

// Asks until it is so, at most for ten seconds.
[[nodiscard]] bool eventually(const std::function<bool()>& condition);

class RpcWorld {
 public:
  explicit RpcWorld(net::RpcServerOptions options = on_loopback());
  ~RpcWorld();

  // Stops the server as the node does; returns once it has stopped.
  void stop(std::chrono::milliseconds drain);
  // Begins to stop it; `has_stopped` tells when it has.
  void begin_stop(std::chrono::milliseconds drain);
  [[nodiscard]] bool has_stopped() const { return stopped_; }
  // Calls it on the RPC thread.
  void post(std::function<void()> action);
  [[nodiscard]] std::uint16_t port() const { return server_->ports().at(0); }
  [[nodiscard]] const net::RpcStats& stats() const { return server_->stats(); }

  FakeNodeApi node;

 private:
  boost::asio::io_context context_{1};
  std::unique_ptr<net::RpcServer> server_;
  std::atomic<bool> stopped_{false};
  std::thread thread_;
};

struct HttpAnswer {
  int status = 0;  // 0: closed without an answer
  std::string head;
  std::string body;
  [[nodiscard]] boost::json::value json() const;
  // The code of the JSON-RPC error in the body; 0 if there is none.
  [[nodiscard]] std::int64_t code() const;
};

struct ClientTls {
  std::string ca_file;
  std::string certificate_file;  // empty: shows none
  std::string key_file;
};

class RawClient {
 public:
  RawClient(const std::string& address, std::uint16_t port);
  explicit RawClient(std::uint16_t port) : RawClient("127.0.0.1", port) {}
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // Whether the handshake succeeded, as far as the client can tell.
  [[nodiscard]] bool start_tls(const ClientTls& tls);
  // False if the connection is gone.
  bool send(std::string_view bytes);
  // One answer; status 0 if the connection ends, or nothing comes for ten seconds.
  [[nodiscard]] HttpAnswer read();
  [[nodiscard]] HttpAnswer ask(std::string_view bytes);
  // Everything until the end of the connection; `closed` tells whether it came.
  [[nodiscard]] std::string read_to_end(bool& closed);
  [[nodiscard]] bool is_closed();
  void shut_sending_side();
  // A small window, so that the server's writes soon have no room.
  void take_slowly();
  // Takes the little that is there.
  std::size_t take_some();

 private:
  // 0 at the end, negative if nothing came.
  long receive(char* into, std::size_t size);

  int socket_ = -1;
  SSL_CTX* tls_context_ = nullptr;
  SSL* tls_ = nullptr;
  std::string received_;
};

class WsClient {
 public:
  explicit WsClient(std::uint16_t port);
  void send(std::string_view text);
  [[nodiscard]] boost::json::value read();
  [[nodiscard]] boost::json::value ask(std::string_view text);
  // The code with which the server closes; 0 if it sends something else.
  [[nodiscard]] unsigned read_close();
  void close();
  [[nodiscard]] auto& stream() { return stream_; }

 private:
  boost::asio::io_context context_;
  boost::beast::websocket::stream<boost::asio::ip::tcp::socket> stream_{context_};
};

// A POST of JSON as a client writes it.
[[nodiscard]] std::string post(std::string_view body, std::string_view more_fields = {});
[[nodiscard]] std::string request(std::string_view method, std::string_view params, int id = 1);

}  // namespace vitalstream::testing
