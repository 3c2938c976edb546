#pragma once
// OpsServer: the operations port (9545), plain HTTP for probes and scrapers on loopback or in the
// pod's network; it gives no ledger data. Made by the node with an executor of its own, so that a
// probe is answered while the RPC thread is busy. Threads as RpcServer's.

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/rpc/limits.hpp"
#include "net/rpc/ops_api.hpp"
#include "net/rpc/rpc_server.hpp"

namespace vitalstream::net {

struct OpsServerOptions {
  std::vector<ListenAddress> listen;
  RpcLimits limits = {.connections_max = kOpsConnectionsMax};
};

class OpsServer {
 public:
  OpsServer(boost::asio::any_io_executor executor, OpsApi& node, OpsServerOptions options);
  ~OpsServer();
  OpsServer(const OpsServer&) = delete;
  OpsServer& operator=(const OpsServer&) = delete;

  [[nodiscard]] Result<void, std::string> start();
  [[nodiscard]] std::vector<std::uint16_t> ports() const;
  void stop(std::chrono::milliseconds drain, std::function<void()> stopped);

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace vitalstream::net
