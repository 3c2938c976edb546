#pragma once
// PeerListener: the listening sockets and their accept loops. Running out of descriptors or memory
// delays it but never ends it. Opened on the caller's thread before anything runs, then one strand.

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "net/p2p/peer_table.hpp"

namespace vitalstream::net {

struct PeerListenFailure {
  HostPort address;
  std::string detail;
};

class PeerListener {
 public:
  // All addresses or none. Port 0 asks for any free port.
  [[nodiscard]] static Result<PeerListener, PeerListenFailure> open(const NetworkCore& core);

  [[nodiscard]] std::vector<Tcp::endpoint> endpoints() const;
  void start(const std::shared_ptr<PeerTable>& table) const;
  void close() const;

 private:
  std::vector<std::shared_ptr<Tcp::acceptor>> acceptors_;
};

}  // namespace vitalstream::net
