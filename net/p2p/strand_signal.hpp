#pragma once
// StrandSignal: one coroutine waits, others on its strand notify. A notification that nobody waits
// for is kept, so none is lost; several are one. Every wait ends at its timeout.

#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "net/link/asio_types.hpp"

namespace vitalstream::net {

class StrandSignal {
 public:
  explicit StrandSignal(const asio::any_io_executor& strand);

  void notify();
  // True if notified, false at the timeout.
  [[nodiscard]] Task<bool> wait_for(std::chrono::milliseconds timeout);

 private:
  asio::steady_timer timer_;
  bool raised_ = false;
};

}  // namespace vitalstream::net
