#include "node/driver/engine_desk.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

// Of a list that has grown beyond so many, in a burst, the room is given back.
constexpr std::size_t kPlacesKept = 4'096;

}  // namespace

void EngineDesk::leave(EngineEvent event) {
  QueueStats::Wait wait(QueueId::Consensus);
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      return;
    }
    is_first = left_.empty();
    left_.push_back({std::move(event), std::move(wait)});
  }
  if (is_first) {
    came_.notify_one();
  }
}

consensus::EngineStatus EngineDesk::fresh_status() {
  StatusAsked asked;
  auto status = asked.answer.get_future();
  leave(std::move(asked));
  return status.get();
}

consensus::ViewWindow EngineDesk::window() const {
  return {consensus::View{view_.load(std::memory_order_relaxed)},
          consensus::View{floor_.load(std::memory_order_relaxed)}};
}

// The two lists change places, so that neither is allocated anew.
bool EngineDesk::take(std::vector<Left>& taken, std::optional<Instant> until) {
  taken.clear();
  if (taken.capacity() > kPlacesKept) {
    taken.shrink_to_fit();
  }
  std::unique_lock lock(mutex_);
  const auto has_come = [this] { return closed_ || !left_.empty(); };
  if (until) {
    // The condition's clock stands still while the machine sleeps, and the node's does not.
    const Duration rest = *until - read_clock().now;
    came_.wait_for(lock, std::chrono::microseconds(std::max<std::int64_t>(rest.value(), 0)),
                   has_come);
  } else {
    came_.wait(lock, has_come);
  }
  taken.swap(left_);
  return !closed_;
}

void EngineDesk::publish(const consensus::ViewWindow& window) {
  view_.store(window.view.value(), std::memory_order_relaxed);
  floor_.store(window.floor.value(), std::memory_order_relaxed);
}

void EngineDesk::close() {
  std::vector<Left> dropped;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    dropped.swap(left_);
  }
  came_.notify_one();
}

}  // namespace vitalstream::node
