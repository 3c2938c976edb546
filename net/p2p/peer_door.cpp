#include "net/p2p/peer_door.hpp"

#include <pthread.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <thread>
#include <utility>

namespace vitalstream::net {

struct PeerDoor::Parts {
  asio::io_context context;
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::shared_ptr<DoorKeeper> keeper;
  PeerAcceptors acceptors;
  std::vector<Tcp::endpoint> endpoints;
  std::thread thread;
};

Result<std::shared_ptr<PeerDoor>, PeerListenFailure> PeerDoor::open(
    const std::shared_ptr<NetworkFacts>& facts, const PeerTlsContext& tls, DoorSinks sinks) {
  auto parts = std::make_unique<Parts>();
  parts->keeper =
      std::make_shared<DoorKeeper>(parts->context.get_executor(), facts, tls, std::move(sinks));
  auto acceptors =
      open_peer_acceptors(parts->keeper->core()->strand(), facts->options.listen_addresses);
  if (!acceptors) {
    return acceptors.error();
  }
  parts->acceptors = std::move(*acceptors);
  for (const auto& acceptor : parts->acceptors) {
    ErrorCode ignored;
    parts->endpoints.push_back(acceptor->local_endpoint(ignored));
  }
  return std::shared_ptr<PeerDoor>(new PeerDoor(std::move(parts)));
}

// The thread runs from here on, so that a network that was never started can be stopped.
PeerDoor::PeerDoor(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
  parts_->thread = std::thread([&context = parts_->context] { context.run(); });
  pthread_setname_np(parts_->thread.native_handle(), "p2p-door");
}

PeerDoor::~PeerDoor() {
  parts_->context.stop();
  if (parts_->thread.joinable()) {
    parts_->thread.join();
  }
}

void PeerDoor::start() {
  asio::post(
      parts_->keeper->core()->strand(),
      [keeper = parts_->keeper, acceptors = parts_->acceptors] { keeper->start(acceptors); });
}

void PeerDoor::set_tls(const PeerTlsContext& tls) {
  asio::post(parts_->keeper->core()->strand(),
             [keeper = parts_->keeper, tls] { keeper->core()->set_tls(tls); });
}

void PeerDoor::on_resolved(const std::string& name, const NameResolver::Endpoints& endpoints) {
  asio::post(parts_->keeper->core()->strand(), [keeper = parts_->keeper, name, endpoints] {
    keeper->addresses().resolved(name, endpoints);
  });
}

void PeerDoor::stop(std::function<void()> on_stopped) {
  asio::post(parts_->keeper->core()->strand(),
             [keeper = parts_->keeper, done = std::move(on_stopped)]() mutable {
               keeper->stop(std::move(done));
             });
}

const std::vector<Tcp::endpoint>& PeerDoor::endpoints() const { return parts_->endpoints; }

}  // namespace vitalstream::net
