#pragma once
// NameResolver: the port through which names become addresses, anew at each dial, so that a peer
// that has moved is found. SystemResolver asks the operating system; tests bring their own.

#include <functional>
#include <memory>
#include <vector>

#include "net/link/asio_types.hpp"
#include "net/p2p/host_port.hpp"

namespace vitalstream::net {

class NameResolver {
 public:
  using Endpoints = std::vector<Tcp::endpoint>;
  virtual ~NameResolver() = default;
  // Calls `done` exactly once, on any thread, with nothing if the name cannot be resolved. The
  // caller does not wait for ever and may have lost interest by then.
  virtual void resolve(HostPort address, std::function<void(Endpoints)> done) = 0;
};

// getaddrinfo on a thread of the executor's context. Asio runs these one after the other.
class SystemResolver final : public NameResolver {
 public:
  explicit SystemResolver(asio::any_io_executor executor);
  void resolve(HostPort address, std::function<void(Endpoints)> done) override;

 private:
  asio::any_io_executor executor_;
};

}  // namespace vitalstream::net
