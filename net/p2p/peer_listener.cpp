#include "net/p2p/peer_listener.hpp"

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <optional>
#include <utility>

#include "net/p2p/tcp_socket.hpp"

namespace vitalstream::net {
namespace {

// A place in the quota of strangers, given back when the connection is a session or gone.
class QuotaPlace {
 public:
  QuotaPlace(std::shared_ptr<NetworkCore> core, std::string address)
      : core_(std::move(core)), address_(std::move(address)) {}
  ~QuotaPlace() { core_->quota().give_back(address_); }
  QuotaPlace(const QuotaPlace&) = delete;
  QuotaPlace& operator=(const QuotaPlace&) = delete;

 private:
  std::shared_ptr<NetworkCore> core_;
  std::string address_;
};

Task<void> welcome(std::shared_ptr<PeerTable> table, std::shared_ptr<Tcp::socket> socket,
                   std::unique_ptr<QuotaPlace> place) {
  const std::unique_ptr<QuotaPlace> held = std::move(place);
  const auto newcomer = std::make_shared<Introduction>(table->core(), socket, std::nullopt);
  auto refusal = co_await newcomer->run();
  if (!refusal) {
    refusal = co_await PeerTable::admit(table, newcomer);
  }
  if (refusal) {
    co_await newcomer->refuse(*refusal);
  }
}

PeerRefusal refusal_of(const Tcp::socket& socket, CloseReason reason) {
  return {reason, Direction::Inbound, describe_remote(socket), std::nullopt, /*by_peer=*/false, {}};
}

void on_accepted(const std::shared_ptr<PeerTable>& table, std::shared_ptr<Tcp::socket> socket) {
  const std::shared_ptr<NetworkCore>& core = table->core();
  ++core->counters().accepted;
  const std::string address = remote_address(*socket);
  if (!core->quota().take(address)) {
    core->report(refusal_of(*socket, CloseReason::TooManyConnections));
    return;
  }
  auto place = std::make_unique<QuotaPlace>(core, address);
  tune_peer_socket(*socket);
  const PeerRefusal fault = refusal_of(*socket, CloseReason::InternalFault);
  core->spawn(welcome(table, std::move(socket), std::move(place)),
              [core, fault] { core->report(fault); });
}

Task<void> accept_loop(std::shared_ptr<PeerTable> table, std::shared_ptr<Tcp::acceptor> acceptor) {
  const std::shared_ptr<NetworkCore> core = table->core();
  while (!core->stopping()) {
    const auto socket = make_peer_socket(core->strand());
    const auto [error] = co_await acceptor->async_accept(*socket, kNoThrow);
    if (!acceptor->is_open() || core->stopping()) {
      co_return;
    }
    if (!error) {
      try {
        on_accepted(table, socket);
      } catch (...) {
        core->counters().count_refused(CloseReason::InternalFault);
      }
      continue;
    }
    ++core->counters().accept_errors;
    if (error != asio::error::connection_aborted) {
      // Most likely no descriptor is free: trying again at once would only burn the processor.
      StrandSignal pause(core->strand());
      const bool never = co_await pause.wait_for(kAcceptRetryDelay);
      static_cast<void>(never);
    }
  }
}

// "[::]" also takes IPv4, unless the same port is listened to on IPv4 by itself.
bool has_ipv4_twin(const std::vector<HostPort>& addresses, std::uint16_t port) {
  return port != 0 && std::any_of(addresses.begin(), addresses.end(), [port](const HostPort& each) {
           return each.port == port && each.host.find(':') == std::string::npos;
         });
}

ErrorCode listen(Tcp::acceptor& acceptor, const Tcp::endpoint& endpoint, bool ipv6_only) {
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  }
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(ipv6_only), error);
  }
  if (!error) {
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(kListenBacklog, error);
  }
  return error;
}

}  // namespace

Result<PeerListener, PeerListenFailure> PeerListener::open(const NetworkCore& core) {
  const std::vector<HostPort>& addresses = core.options().listen_addresses;
  PeerListener listener;
  for (const HostPort& each : addresses) {
    ErrorCode error;
    const auto literal = asio::ip::make_address(each.host, error);
    if (error) {
      return PeerListenFailure{each, "not a literal IPv4 or IPv6 address"};
    }
    const auto acceptor = std::make_shared<Tcp::acceptor>(core.strand());
    error = listen(*acceptor, {literal, each.port}, has_ipv4_twin(addresses, each.port));
    if (error) {
      return PeerListenFailure{each, error.message()};
    }
    listener.acceptors_.push_back(acceptor);
  }
  return listener;
}

std::vector<Tcp::endpoint> PeerListener::endpoints() const {
  std::vector<Tcp::endpoint> all;
  for (const auto& acceptor : acceptors_) {
    ErrorCode ignored;
    all.push_back(acceptor->local_endpoint(ignored));
  }
  return all;
}

void PeerListener::start(const std::shared_ptr<PeerTable>& table) const {
  for (const auto& acceptor : acceptors_) {
    table->core()->spawn(accept_loop(table, acceptor));
  }
}

void PeerListener::close() const {
  for (const auto& acceptor : acceptors_) {
    ErrorCode ignored;
    acceptor->close(ignored);
  }
}

}  // namespace vitalstream::net
