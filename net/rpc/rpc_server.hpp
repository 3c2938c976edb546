#pragma once
// RpcServer: the JSON-RPC port (8545): HTTP and WebSocket, TLS found out by the first byte. The
// node makes one, runs its executor on one thread (the RPC thread), and gives it the NodeApi.
//
// Threads: construct, start() and destroy while the RPC thread does not run, or on it; stop() may
// be called from any thread; stats() may be read by any. The executor outlives the server and every
// Reply that the node still holds. No exception leaves it.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "net/rpc/bind_policy.hpp"
#include "net/rpc/limits.hpp"
#include "net/rpc/node_api.hpp"
#include "net/rpc/request_rules.hpp"
#include "net/rpc/rpc_stats.hpp"
#include "net/rpc/rpc_tls.hpp"

namespace vitalstream::net {

struct ListenAddress {
  std::string host;  // an address or a name, without brackets
  std::uint16_t port = 0;
};

struct RpcServerOptions {
  std::vector<ListenAddress> listen;
  std::optional<RpcTlsFiles> tls;
  UnsafeOpen open = UnsafeOpen::Refused;
  // Names and origins beside loopback's; the listen hosts are added.
  RequestRules rules;
  RpcLimits limits;
  std::string version = "0";
  // How often the certificate files are looked at.
  std::chrono::milliseconds tls_look_interval{5'000};
  // Told what operators should know, on the RPC thread: certificates taken or refused, danger.
  std::function<void(std::string_view)> report;
};

class RpcServer {
 public:
  RpcServer(boost::asio::any_io_executor executor, NodeApi& node, RpcServerOptions options);
  ~RpcServer();
  RpcServer(const RpcServer&) = delete;
  RpcServer& operator=(const RpcServer&) = delete;

  // Binds all addresses and serves, or says why not; then it serves nothing.
  [[nodiscard]] Result<void, std::string> start();

  // The bound ports, in the order of the listen addresses.
  [[nodiscard]] std::vector<std::uint16_t> ports() const;

  // Accepts nobody any more, lets what is under way end, at most for `drain`, then calls `stopped`
  // on the RPC thread.
  void stop(std::chrono::milliseconds drain, std::function<void()> stopped);

  // While the process runs short of descriptors: takes nobody in, and ends each connection once
  // nothing of it is under way. Any thread.
  void give_way(bool gives_way);

  [[nodiscard]] const RpcStats& stats() const;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace vitalstream::net
