#include "net/p2p/handshake_queue.hpp"

namespace vitalstream::net {
namespace {

using SteadyClock = std::chrono::steady_clock;

// While somebody waits, turns are given so often; the budget decides how many.
constexpr std::chrono::milliseconds kTurnInterval{5};
// An idle queue is woken by who arrives; this only bounds its wait.
constexpr std::chrono::milliseconds kIdleRecheck{60'000};

}  // namespace

HandshakeQueue::HandshakeQueue(const asio::any_io_executor& strand, const HandshakeRates& rates)
    : strand_(strand), budget_(rates, SteadyClock::now()), arrived_(strand), pause_(strand) {}

Task<bool> HandshakeQueue::wait_for_turn(Caller caller, Place place,
                                         std::chrono::milliseconds timeout) {
  if (line_of(caller).empty() && budget_.take(caller, SteadyClock::now())) {
    co_return true;
  }
  const auto waiter = std::make_shared<Waiter>(strand_);
  line_of(caller).emplace(place, waiter);
  arrived_.notify();
  const bool notified = co_await waiter->signal.wait_for(timeout);
  static_cast<void>(notified);
  line_of(caller).erase(place);
  co_return waiter->may_begin;
}

void HandshakeQueue::leave(Caller caller, Place place) {
  Line& line = line_of(caller);
  const auto found = line.find(place);
  if (found != line.end()) {
    found->second->signal.notify();
    line.erase(found);
  }
}

Task<void> HandshakeQueue::serve() {
  while (!closed_) {
    if (is_empty()) {
      const bool notified = co_await arrived_.wait_for(kIdleRecheck);
      static_cast<void>(notified);
      continue;
    }
    give_turns(Caller::PeerAddress);
    give_turns(Caller::Stranger);
    const bool notified = co_await pause_.wait_for(kTurnInterval);
    static_cast<void>(notified);
  }
}

void HandshakeQueue::close() {
  closed_ = true;
  arrived_.notify();
  pause_.notify();
  for (Line* const line : {&peers_, &strangers_}) {
    for (const auto& [place, waiter] : *line) {
      waiter->signal.notify();
    }
    line->clear();
  }
}

HandshakeQueue::Line& HandshakeQueue::line_of(Caller caller) {
  return caller == Caller::PeerAddress ? peers_ : strangers_;
}

void HandshakeQueue::give_turns(Caller caller) {
  Line& line = line_of(caller);
  while (!line.empty() && budget_.take(caller, SteadyClock::now())) {
    line.begin()->second->may_begin = true;
    line.begin()->second->signal.notify();
    line.erase(line.begin());
  }
}

}  // namespace vitalstream::net
