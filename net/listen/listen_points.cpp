#include "net/listen/listen_points.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include "base/result.hpp"

namespace vitalstream::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

std::string shown(const tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  const std::string bracketed = endpoint.address().is_v6() ? "[" + host + "]" : host;
  return bracketed + ":" + std::to_string(endpoint.port());
}

Result<std::vector<tcp::endpoint>, std::string> endpoints_of(const ListenHost& written) {
  error_code error;
  if (const auto literal = asio::ip::make_address(written.host, error); !error) {
    return std::vector{tcp::endpoint(literal, written.port)};
  }
  asio::io_context context;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(written.host, std::to_string(written.port),
                                      asio::ip::resolver_base::passive, error);
  if (error || found.empty()) {
    return written.host + ": the name cannot be resolved: " + error.message();
  }
  std::vector<tcp::endpoint> endpoints;
  for (const auto& each : found) {
    endpoints.push_back(each.endpoint());
  }
  // Two sockets of one name would get two ports where any will do.
  if (written.port == 0) {
    endpoints.resize(1);
  }
  return endpoints;
}

bool is_listed(const std::vector<ListenPoint>& points, const tcp::endpoint& endpoint) {
  return endpoint.port() != 0 && std::ranges::any_of(points, [&](const ListenPoint& point) {
           return point.endpoint == endpoint;
         });
}

bool has_ipv4_twin(const std::vector<ListenPoint>& points, const tcp::endpoint& endpoint) {
  return endpoint.port() != 0 && std::ranges::any_of(points, [&](const ListenPoint& point) {
           return point.endpoint.port() == endpoint.port() && point.endpoint.address().is_v4();
         });
}

bool is_any_ipv6(const tcp::endpoint& endpoint) {
  return endpoint.address().is_v6() && endpoint.address().is_unspecified();
}

// What a host without IPv6, or without this address, answers.
bool is_no_such_address(const error_code& error) {
  return error == asio::error::address_family_not_supported ||
         error == boost::system::errc::address_not_available;
}

error_code try_listening(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, bool ipv6_only,
                         int backlog) {
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) {
    acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  }
  if (!error && endpoint.address().is_v6()) {
    acceptor.set_option(asio::ip::v6_only(ipv6_only), error);
  }
  if (!error) {
    acceptor.bind(endpoint, error);
  }
  if (!error) {
    acceptor.listen(backlog, error);
  }
  if (error) {
    error_code ignored;
    acceptor.close(ignored);
  }
  return error;
}

std::string failure(const ListenPoint& point, const error_code& error) {
  std::string text = "cannot listen on " + shown(point.endpoint) + ": " + error.message();
  if (error == asio::error::address_family_not_supported) {
    text += "; this host has no IPv6: write 127.0.0.1 or 0.0.0.0 instead";
  } else if (error == asio::error::address_in_use) {
    text += "; another process, or another listener of this one, has the port";
  }
  return text;
}

}  // namespace

Result<std::vector<ListenPoint>, std::string> resolve_listen(
    const std::vector<ListenHost>& addresses) {
  std::vector<ListenPoint> points;
  for (const ListenHost& written : addresses) {
    VS_TRY(endpoints, endpoints_of(written));
    for (const tcp::endpoint& endpoint : endpoints) {
      if (!is_listed(points, endpoint)) {
        points.push_back({written, endpoint, false, endpoints.size() > 1});
      }
    }
  }
  for (ListenPoint& point : points) {
    point.ipv6_only = is_any_ipv6(point.endpoint) && has_ipv4_twin(points, point.endpoint);
    point.has_others = point.has_others || point.ipv6_only;
  }
  return points;
}

Result<ListenOutcome, std::string> open_listening(tcp::acceptor& acceptor, const ListenPoint& point,
                                                  int backlog) {
  error_code error = try_listening(acceptor, point.endpoint, point.ipv6_only, backlog);
  if (is_no_such_address(error) && point.has_others) {
    return ListenOutcome::LeftOut;
  }
  if (is_no_such_address(error) && is_any_ipv6(point.endpoint)) {
    error = try_listening(acceptor, {tcp::v4(), point.endpoint.port()}, false, backlog);
  }
  if (error) {
    return failure(point, error);
  }
  return ListenOutcome::Listening;
}

}  // namespace vitalstream::net
