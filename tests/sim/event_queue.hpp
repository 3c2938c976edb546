#pragma once
// EventQueue: virtual time. Events run in the order of their time, then of their scheduling, so
// that one seed is one history.

#include <cstdint>
#include <functional>
#include <vector>

#include "base/time.hpp"

namespace vitalstream::sim {

class EventQueue {
 public:
  using Action = std::function<void()>;

  [[nodiscard]] Instant now() const { return now_; }
  void at(Instant when, Action action);
  void after(Duration delay, Action action) { at(now_ + delay, std::move(action)); }
  // Runs the next event; false if there is none.
  bool run_one();
  [[nodiscard]] std::uint64_t executed() const { return executed_; }

 private:
  struct Event {
    Instant when;
    std::uint64_t serial = 0;
    Action action;
  };
  static bool later(const Event& left, const Event& right);

  Instant now_;
  std::uint64_t next_serial_ = 0;
  std::uint64_t executed_ = 0;
  std::vector<Event> heap_;
};

}  // namespace vitalstream::sim
