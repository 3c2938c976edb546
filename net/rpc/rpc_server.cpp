#include "net/rpc/rpc_server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "base/result.hpp"
#include "net/rpc/connection_table.hpp"
#include "net/rpc/open_rpc.hpp"
#include "net/rpc/rpc_listener.hpp"
#include "net/rpc/rpc_site.hpp"

namespace vitalstream::net {
namespace {

namespace asio = boost::asio;

RequestRules with_listen_hosts(RequestRules rules, const std::vector<ListenAddress>& listen) {
  for (const ListenAddress& address : listen) {
    const bool is_v6 = address.host.find(':') != std::string::npos;
    rules.host_names.push_back(is_v6 ? "[" + address.host + "]" : address.host);
  }
  return rules;
}

std::vector<ListenHost> hosts_of(const std::vector<ListenAddress>& listen) {
  std::vector<ListenHost> hosts;
  for (const ListenAddress& address : listen) {
    hosts.push_back({address.host, address.port});
  }
  return hosts;
}

}  // namespace

// The parts in the order of their dependence: each uses only those above it, but for the
// connections, which use nothing before the first one is taken in.
class RpcServer::Body final : public CompletionReceiver {
 public:
  Body(asio::any_io_executor executor, NodeApi& node, RpcServerOptions options);
  ~Body();

  Result<void, std::string> start();
  void stop(std::chrono::milliseconds drain, std::function<void()> stopped);
  void give_way(bool gives_way) { connections_.give_way(gives_way); }
  [[nodiscard]] std::vector<std::uint16_t> ports() const;
  [[nodiscard]] const RpcStats& stats() const { return stats_; }
  [[nodiscard]] const asio::any_io_executor& executor() const { return executor_; }

  void on_completed(const RpcCall& call) noexcept override;
  void on_drained() noexcept override;

 private:
  Result<void, std::string> load_tls();
  Result<void, std::string> bind_all();
  void report(std::string_view text) const;
  void on_tick() noexcept;
  void look_at_tls();
  void use_tls();

  asio::any_io_executor executor_;
  NodeApi& node_;
  RpcServerOptions options_;
  MethodTable table_;
  std::string open_rpc_;
  ServerLoad load_;
  RpcStats stats_;
  ConnectionTable connections_;
  std::shared_ptr<CompletionQueue> completions_;
  RpcDispatcher dispatcher_;
  RpcSite site_;
  std::optional<RpcTlsSource> tls_;
  std::chrono::steady_clock::time_point last_tls_look_;
  RpcListener::List listeners_;
};

RpcServer::Body::Body(asio::any_io_executor executor, NodeApi& node, RpcServerOptions options)
    : executor_(std::move(executor)),
      node_(node),
      options_(std::move(options)),
      table_(rpc_methods()),
      open_rpc_(open_rpc_document(rpc_methods(), options_.version)),
      stats_(rpc_methods()),
      connections_(executor_, {site_, &dispatcher_, options_.limits, load_, stats_}, options_.open,
                   {.on_tick = [this] { on_tick(); },
                    .on_closed = [this](ConnectionRef gone) { node_.forget(gone); }}),
      completions_(std::make_shared<CompletionQueue>(executor_, *this)),
      dispatcher_({table_, options_.limits, load_, stats_, connections_},
                  {node, options_.limits, open_rpc_}, completions_),
      site_(dispatcher_, node, stats_, with_listen_hosts(options_.rules, options_.listen)) {}

RpcServer::Body::~Body() {
  completions_->close();
  for (const auto& listener : listeners_) {
    listener->stop();
  }
}

Result<void, std::string> RpcServer::Body::start() {
  VS_RETURN_IF_ERROR(load_tls());
  VS_RETURN_IF_ERROR(bind_all());
  for (const auto& listener : listeners_) {
    listener->start([this](Tcp::socket socket) { connections_.adopt(std::move(socket)); });
  }
  if (options_.open == UnsafeOpen::Accepted) {
    report("DANGER: RPC is open to everybody who reaches its port (unsafe-open-rpc)");
  }
  connections_.start_ticking();
  return {};
}

Result<void, std::string> RpcServer::Body::load_tls() {
  last_tls_look_ = std::chrono::steady_clock::now();
  if (!options_.tls) {
    return {};
  }
  tls_.emplace(*options_.tls);
  if (tls_->refresh() != RpcTlsSource::Change::Taken) {
    return tls_->error();
  }
  use_tls();
  return {};
}

void RpcServer::Body::use_tls() {
  connections_.use_tls(tls_->context());
  stats_.set_certificate_expiry(expires_at_unix_s(*tls_->context()));
}

Result<void, std::string> RpcServer::Body::bind_all() {
  VS_TRY(points, resolve_listen(hosts_of(options_.listen)));
  for (const ListenPoint& point : points) {
    if (const auto refusal =
            refuse_bind(point.endpoint.address(), mode_of(options_.tls), options_.open)) {
      return point.written.host + ": " + std::string(*refusal);
    }
  }
  VS_TRY(bound, RpcListener::bind_all(executor_, points));
  listeners_ = std::move(bound);
  return {};
}

void RpcServer::Body::report(std::string_view text) const {
  if (options_.report) {
    options_.report(text);
  }
}

void RpcServer::Body::stop(std::chrono::milliseconds drain, std::function<void()> stopped) {
  for (const auto& listener : listeners_) {
    listener->stop();
  }
  connections_.stop(drain, std::move(stopped));
}

std::vector<std::uint16_t> RpcServer::Body::ports() const {
  std::vector<std::uint16_t> ports;
  for (const auto& listener : listeners_) {
    ports.push_back(listener->port());
  }
  return ports;
}

void RpcServer::Body::on_completed(const RpcCall& call) noexcept {
  try {
    dispatcher_.on_completed(call);
  } catch (...) {
    stats_.count_fault();
    connections_.cut(call.ticket().connection);
  }
}

void RpcServer::Body::on_drained() noexcept {
  stats_.set_in_flight(load_.in_flight);
  connections_.settle_dirty();
}

void RpcServer::Body::on_tick() noexcept {
  try {
    // What no post could be had for (see completion_queue.hpp).
    completions_->drain();
    look_at_tls();
  } catch (...) {
    stats_.count_fault();
  }
}

void RpcServer::Body::look_at_tls() {
  const auto now = std::chrono::steady_clock::now();
  if (!tls_ || now - last_tls_look_ < options_.tls_look_interval) {
    return;
  }
  last_tls_look_ = now;
  switch (tls_->refresh()) {
    case RpcTlsSource::Change::None:
      return;
    case RpcTlsSource::Change::Taken:
      use_tls();
      report("RPC certificates were renewed");
      return;
    case RpcTlsSource::Change::Refused:
      report("RPC certificates were not renewed: " + tls_->error());
      return;
  }
}

RpcServer::RpcServer(asio::any_io_executor executor, NodeApi& node, RpcServerOptions options)
    : body_(std::make_unique<Body>(std::move(executor), node, std::move(options))) {}

RpcServer::~RpcServer() = default;

Result<void, std::string> RpcServer::start() { return body_->start(); }

std::vector<std::uint16_t> RpcServer::ports() const { return body_->ports(); }

void RpcServer::stop(std::chrono::milliseconds drain, std::function<void()> stopped) {
  asio::post(body_->executor(), [body = body_.get(), drain, stopped = std::move(stopped)] {
    body->stop(drain, stopped);
  });
}

void RpcServer::give_way(bool gives_way) {
  asio::post(body_->executor(), [body = body_.get(), gives_way] { body->give_way(gives_way); });
}

const RpcStats& RpcServer::stats() const { return body_->stats(); }

}  // namespace vitalstream::net
