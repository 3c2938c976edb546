#include "net/p2p/open_sockets.hpp"

#include <utility>

namespace vitalstream::net {

OpenSockets::Entry::Entry(std::shared_ptr<OpenSockets> sockets,
                          const std::shared_ptr<Tcp::socket>& socket)
    : sockets_(std::move(sockets)),
      place_(sockets_->sockets_.insert(sockets_->sockets_.end(), socket)) {}

OpenSockets::Entry::~Entry() { sockets_->sockets_.erase(place_); }

std::unique_ptr<OpenSockets::Entry> OpenSockets::add(const std::shared_ptr<Tcp::socket>& socket) {
  return std::make_unique<Entry>(shared_from_this(), socket);
}

void OpenSockets::close_all() {
  for (const auto& weak : sockets_) {
    if (const auto socket = weak.lock()) {
      ErrorCode ignored;
      socket->close(ignored);
    }
  }
}

}  // namespace vitalstream::net
