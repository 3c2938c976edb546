#include "net/p2p/name_resolver.hpp"

#include <utility>

namespace vitalstream::net {

SystemResolver::SystemResolver(asio::any_io_executor executor) : executor_(std::move(executor)) {}

void SystemResolver::resolve(HostPort address, std::function<void(Endpoints)> done) {
  // The resolver must outlive its operation; the handler keeps it.
  const auto resolver = std::make_shared<Tcp::resolver>(executor_);
  resolver->async_resolve(
      address.host, std::to_string(address.port), Tcp::resolver::numeric_service,
      [resolver, done = std::move(done)](ErrorCode error, const Tcp::resolver::results_type& all) {
        Endpoints endpoints;
        if (!error) {
          endpoints.assign(all.begin(), all.end());
        }
        done(std::move(endpoints));
      });
}

}  // namespace vitalstream::net
