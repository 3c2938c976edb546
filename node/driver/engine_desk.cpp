#include "node/driver/engine_desk.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {

StatusAsked::~StatusAsked() {
  if (answer_ != nullptr) {
    answer_->set_value(std::nullopt);
  }
}

void StatusAsked::answer(consensus::EngineStatus&& status) {
  answer_->set_value(std::move(status));
  answer_.reset();
}

void EngineDesk::leave(EngineEvent&& event) {
  auto left = std::make_unique<Left>(Left{std::move(event), QueueStats::Wait(QueueId::Consensus)});
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      return;
    }
    is_first = left_.empty();
    left_.push_back(std::move(left));
  }
  if (is_first) {
    came_.notify_one();
  }
}

void EngineDesk::begin() {
  const std::lock_guard lock(mutex_);
  begun_ = true;
}

StatusAsked::Answer EngineDesk::fresh_status() {
  {
    const std::lock_guard lock(mutex_);
    if (!begun_) {
      return std::nullopt;
    }
  }
  StatusAsked asked;
  auto status = asked.future();
  leave(std::move(asked));
  return status.get();
}

consensus::ViewWindow EngineDesk::window() const {
  return {consensus::View{view_.load(std::memory_order_relaxed)},
          consensus::View{floor_.load(std::memory_order_relaxed)}};
}

// The two lists change places, so that neither is allocated anew.
bool EngineDesk::take(AllLeft& taken, std::optional<Instant> until) {
  taken.clear();
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
  AllLeft dropped;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    dropped.swap(left_);
  }
  came_.notify_one();
}

}  // namespace vitalstream::node
