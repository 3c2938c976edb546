#include "net/p2p/strand_signal.hpp"

#include <utility>

namespace vitalstream::net {

StrandSignal::StrandSignal(const asio::any_io_executor& strand) : timer_(strand) {}

void StrandSignal::notify() {
  if (!raised_) {
    raised_ = true;
    timer_.cancel();
  }
}

Task<bool> StrandSignal::wait_for(std::chrono::milliseconds timeout) {
  if (!raised_) {
    timer_.expires_after(timeout);
    co_await timer_.async_wait(kNoThrow);
  }
  co_return std::exchange(raised_, false);
}

}  // namespace vitalstream::net
