#include "net/p2p/peer_listener.hpp"

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <optional>
#include <utility>

#include "net/p2p/limits.hpp"

namespace vitalstream::net {
namespace {

constexpr std::string_view kLoopbackName = "localhost";

bool has_ipv4_twin(const std::vector<HostPort>& addresses, std::uint16_t port) {
  return port != 0 && std::any_of(addresses.begin(), addresses.end(), [port](const HostPort& each) {
           return each.port == port && each.host.find(':') == std::string::npos;
         });
}

// The machine knows no IPv6, or has no such address.
bool is_family_missing(const ErrorCode& error) {
  return error == asio::error::address_family_not_supported ||
         error == boost::system::errc::address_not_available;
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

class Opening {
 public:
  Opening(const asio::any_io_executor& strand, const std::vector<HostPort>& addresses)
      : strand_(strand), addresses_(addresses) {}

  // Why this address cannot be listened to; nothing if it is.
  [[nodiscard]] std::optional<std::string> add(const HostPort& each) {
    if (each.host == kLoopbackName) {
      return add_loopback(each.port);
    }
    ErrorCode error;
    const auto literal = asio::ip::make_address(each.host, error);
    if (error) {
      return "not a literal IPv4 or IPv6 address; write the address of this machine, or [::] for "
             "all";
    }
    const bool has_twin = has_ipv4_twin(addresses_, each.port);
    error = open({literal, each.port}, has_twin);
    const bool means_all = literal.is_v6() && literal.is_unspecified() && !has_twin;
    if (error && is_family_missing(error) && means_all) {
      error = open({asio::ip::address_v4::any(), each.port}, /*ipv6_only=*/false);
    } else if (error && is_family_missing(error) && literal.is_v6()) {
      return error.message() + "; without IPv6, write an IPv4 address, or 0.0.0.0 for all";
    }
    return error ? std::optional(error.message()) : std::nullopt;
  }

  [[nodiscard]] PeerAcceptors take() { return std::move(acceptors_); }

 private:
  [[nodiscard]] std::optional<std::string> add_loopback(std::uint16_t port) {
    const ErrorCode v4 = open({asio::ip::address_v4::loopback(), port}, /*ipv6_only=*/false);
    const ErrorCode v6 = open({asio::ip::address_v6::loopback(), port}, /*ipv6_only=*/true);
    if (v4 && !is_family_missing(v4)) {
      return v4.message();
    }
    if (v6 && (v4 || !is_family_missing(v6))) {
      return v6.message();
    }
    return std::nullopt;
  }

  ErrorCode open(const Tcp::endpoint& endpoint, bool ipv6_only) {
    const auto acceptor = std::make_shared<Tcp::acceptor>(strand_);
    const ErrorCode error = listen(*acceptor, endpoint, ipv6_only);
    if (!error) {
      acceptors_.push_back(acceptor);
    }
    return error;
  }

  const asio::any_io_executor& strand_;
  const std::vector<HostPort>& addresses_;
  PeerAcceptors acceptors_;
};

}  // namespace

Result<PeerAcceptors, PeerListenFailure> open_peer_acceptors(
    const asio::any_io_executor& strand, const std::vector<HostPort>& addresses) {
  Opening opening(strand, addresses);
  for (const HostPort& each : addresses) {
    if (auto problem = opening.add(each)) {
      return PeerListenFailure{each, std::move(*problem)};
    }
  }
  return opening.take();
}

}  // namespace vitalstream::net
