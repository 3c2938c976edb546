#include "net/rpc/resolve_listen.hpp"

#include <boost/asio/io_context.hpp>

namespace vitalstream::net {

namespace asio = boost::asio;

Result<asio::ip::tcp::endpoint, std::string> resolve_listen(const std::string& host,
                                                            std::uint16_t port) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (!error) {
    return asio::ip::tcp::endpoint(address, port);
  }
  asio::io_context context;
  asio::ip::tcp::resolver resolver(context);
  const auto found = resolver.resolve(host, std::to_string(port),
                                      asio::ip::resolver_base::passive, error);
  if (error || found.empty()) {
    return host + ": cannot be resolved: " + error.message();
  }
  return found.begin()->endpoint();
}

}  // namespace vitalstream::net
