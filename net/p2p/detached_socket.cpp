#include "net/p2p/detached_socket.hpp"

#include <unistd.h>

#include <utility>

#include "net/p2p/tcp_socket.hpp"

namespace vitalstream::net {
namespace {

constexpr int kNoDescriptor = -1;

}  // namespace

std::optional<DetachedSocket> DetachedSocket::detach(Tcp::socket& socket) {
  ErrorCode error;
  const Tcp::endpoint local = socket.local_endpoint(error);
  if (error) {
    return std::nullopt;
  }
  const int descriptor = socket.release(error);
  if (error) {
    return std::nullopt;
  }
  return DetachedSocket(local.protocol(), descriptor);
}

DetachedSocket::~DetachedSocket() {
  if (descriptor_ != kNoDescriptor) {
    ::close(descriptor_);
  }
}

DetachedSocket::DetachedSocket(DetachedSocket&& other) noexcept
    : protocol_(other.protocol_), descriptor_(std::exchange(other.descriptor_, kNoDescriptor)) {}

std::shared_ptr<Tcp::socket> DetachedSocket::attach(const asio::any_io_executor& strand) {
  auto socket = make_peer_socket(strand);
  ErrorCode error;
  socket->assign(protocol_, descriptor_, error);
  if (!error) {
    descriptor_ = kNoDescriptor;
  }
  return socket;
}

}  // namespace vitalstream::net
