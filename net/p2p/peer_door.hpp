#pragma once
// PeerDoor: the listening sockets and their keeper (door_keeper.hpp) on a thread of their own.
// PeerNetwork owns it. Members may be called from any thread, `start` once; the sinks are called on
// the door's thread, and never again once it is destroyed.

#include <memory>

#include "net/p2p/door_keeper.hpp"

namespace vitalstream::net {

class PeerDoor {
 public:
  // Binds the listeners.
  [[nodiscard]] static Result<std::shared_ptr<PeerDoor>, PeerListenFailure> open(
      const std::shared_ptr<NetworkFacts>& facts, const PeerTlsContext& tls, DoorSinks sinks);

  ~PeerDoor();
  PeerDoor(const PeerDoor&) = delete;
  PeerDoor& operator=(const PeerDoor&) = delete;

  void start();
  void set_tls(const PeerTlsContext& tls);
  void on_resolved(const std::string& name, const NameResolver::Endpoints& endpoints);
  // Takes nobody in any more; `on_stopped` is called on the door's thread when all are gone. Once.
  void stop(std::function<void()> on_stopped);

  [[nodiscard]] const std::vector<Tcp::endpoint>& endpoints() const;

 private:
  struct Parts;
  explicit PeerDoor(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace vitalstream::net
