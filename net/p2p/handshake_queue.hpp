#pragma once
// HandshakeQueue: connections at the door that have sent something and wait for their turn to shake
// hands, the oldest first, those from addresses of peers before strangers. How many may wait is
// bounded by the places before the hello. One strand, the door's.

#include <array>
#include <map>
#include <memory>

#include "net/p2p/handshake_budget.hpp"
#include "net/p2p/strand_signal.hpp"
#include "net/p2p/stranger_places.hpp"

namespace vitalstream::net {

class HandshakeQueue {
 public:
  using Place = StrangerPlaces::Place;

  HandshakeQueue(const asio::any_io_executor& strand, const HandshakeRates& rates);

  // True when it may begin; false at the timeout, or when it was told to leave.
  [[nodiscard]] Task<bool> wait_for_turn(Caller caller, Place place,
                                         std::chrono::milliseconds timeout);
  void leave(Caller caller, Place place);

  // Gives turns until `close`. The caller keeps the queue alive.
  [[nodiscard]] Task<void> serve();
  void close();

 private:
  struct Waiter {
    explicit Waiter(const asio::any_io_executor& strand) : signal(strand) {}
    StrandSignal signal;
    bool may_begin = false;
  };
  using Line = std::map<Place, std::shared_ptr<Waiter>>;

  [[nodiscard]] Line& line_of(Caller caller);
  [[nodiscard]] bool is_empty() const { return peers_.empty() && strangers_.empty(); }
  void give_turns(Caller caller);

  asio::any_io_executor strand_;
  HandshakeBudget budget_;
  Line peers_;
  Line strangers_;
  StrandSignal arrived_;
  StrandSignal pause_;
  bool closed_ = false;
};

}  // namespace vitalstream::net
