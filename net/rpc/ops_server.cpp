#include "net/rpc/ops_server.hpp"

#include <boost/asio/post.hpp>

#include "base/result.hpp"
#include "net/rpc/connection_table.hpp"
#include "net/rpc/ops_site.hpp"
#include "net/rpc/rpc_listener.hpp"

namespace vitalstream::net {

namespace asio = boost::asio;

class OpsServer::Body {
 public:
  Body(asio::any_io_executor executor, OpsApi& node, OpsServerOptions options)
      : executor_(std::move(executor)),
        options_(std::move(options)),
        stats_({}),
        site_(node),
        connections_(executor_, {site_, nullptr, options_.limits, load_, stats_},
                     UnsafeOpen::Accepted) {}
  ~Body() { stop_listening(); }

  Result<void, std::string> start();
  void stop(std::chrono::milliseconds drain, std::function<void()> stopped);
  void stop_listening();
  [[nodiscard]] std::vector<std::uint16_t> ports() const;
  [[nodiscard]] const asio::any_io_executor& executor() const { return executor_; }

 private:
  asio::any_io_executor executor_;
  OpsServerOptions options_;
  ServerLoad load_;
  RpcStats stats_;
  OpsSite site_;
  ConnectionTable connections_;
  RpcListener::List listeners_;
};

Result<void, std::string> OpsServer::Body::start() {
  std::vector<ListenHost> hosts;
  for (const ListenAddress& address : options_.listen) {
    hosts.push_back({address.host, address.port});
  }
  VS_TRY(points, resolve_listen(hosts));
  VS_TRY(bound, RpcListener::bind_all(executor_, points));
  listeners_ = std::move(bound);
  for (const auto& listener : listeners_) {
    listener->start([this](Tcp::socket socket) { connections_.adopt(std::move(socket)); });
  }
  connections_.start_ticking();
  return {};
}

void OpsServer::Body::stop_listening() {
  for (const auto& listener : listeners_) {
    listener->stop();
  }
}

void OpsServer::Body::stop(std::chrono::milliseconds drain, std::function<void()> stopped) {
  stop_listening();
  connections_.stop(drain, std::move(stopped));
}

std::vector<std::uint16_t> OpsServer::Body::ports() const {
  std::vector<std::uint16_t> ports;
  for (const auto& listener : listeners_) {
    ports.push_back(listener->port());
  }
  return ports;
}

OpsServer::OpsServer(asio::any_io_executor executor, OpsApi& node, OpsServerOptions options)
    : body_(std::make_unique<Body>(std::move(executor), node, std::move(options))) {}

OpsServer::~OpsServer() = default;

Result<void, std::string> OpsServer::start() { return body_->start(); }

std::vector<std::uint16_t> OpsServer::ports() const { return body_->ports(); }

void OpsServer::stop(std::chrono::milliseconds drain, std::function<void()> stopped) {
  asio::post(body_->executor(), [body = body_.get(), drain, stopped = std::move(stopped)] {
    body->stop(drain, stopped);
  });
}

}  // namespace vitalstream::net
