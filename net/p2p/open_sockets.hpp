#pragma once
// OpenSockets: the sockets of connections that are not sessions yet (being dialed, shaking hands,
// saying goodbye), so that a stop can close them all at once. One strand.

#include <list>
#include <memory>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

class OpenSockets : public std::enable_shared_from_this<OpenSockets> {
 public:
  // Takes the socket off the list when destroyed.
  class Entry {
   public:
    Entry(std::shared_ptr<OpenSockets> sockets, const std::shared_ptr<Tcp::socket>& socket);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    std::shared_ptr<OpenSockets> sockets_;
    std::list<std::weak_ptr<Tcp::socket>>::iterator place_;
  };

  [[nodiscard]] std::unique_ptr<Entry> add(const std::shared_ptr<Tcp::socket>& socket);
  void close_all();

 private:
  std::list<std::weak_ptr<Tcp::socket>> sockets_;
};

}  // namespace vitalstream::net
