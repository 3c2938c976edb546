#include "tests/sim/event_queue.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace vitalstream::sim {

void EventQueue::at(Instant when, Action action) {
  heap_.push_back({std::max(when, now_), next_serial_++, std::move(action)});
  std::ranges::push_heap(heap_, later);
}

bool EventQueue::run_one() {
  if (heap_.empty()) {
    return false;
  }
  std::ranges::pop_heap(heap_, later);
  Event event = std::move(heap_.back());
  heap_.pop_back();
  now_ = event.when;
  executed_ += 1;
  event.action();
  return true;
}

bool EventQueue::later(const Event& left, const Event& right) {
  return std::tie(left.when, left.serial) > std::tie(right.when, right.serial);
}

}  // namespace vitalstream::sim
