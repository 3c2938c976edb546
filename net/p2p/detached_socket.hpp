#pragma once
// DetachedSocket: a connected socket on its way from one strand to another. It belongs to no
// context meanwhile, and is closed if it arrives nowhere. A plain value that can only be moved.

#include <memory>
#include <optional>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

class DetachedSocket {
 public:
  // Nothing if the socket is not open any more. Nobody waits on it.
  [[nodiscard]] static std::optional<DetachedSocket> detach(Tcp::socket& socket);
  ~DetachedSocket();
  DetachedSocket(DetachedSocket&& other) noexcept;
  DetachedSocket& operator=(DetachedSocket&&) = delete;

  // Once. A closed socket if there is no memory for it.
  [[nodiscard]] std::shared_ptr<Tcp::socket> attach(const asio::any_io_executor& strand);

 private:
  DetachedSocket(Tcp protocol, int descriptor) : protocol_(protocol), descriptor_(descriptor) {}

  Tcp protocol_;
  int descriptor_;
};

}  // namespace vitalstream::net
