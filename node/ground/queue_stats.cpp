#include "node/ground/queue_stats.hpp"

#include <array>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::node {

QueueStats& stats_of(QueueId id) {
  static std::array<QueueStats, kQueues.size()> all;
  return all[static_cast<std::size_t>(id)];
}

QueueStats::Wait::Wait(QueueId id) : id_(id), since_(std::chrono::steady_clock::now()) {
  stats_of(id_).waiting_.fetch_add(1, std::memory_order_relaxed);
}

QueueStats::Wait::Wait(Wait&& other) noexcept
    : id_(other.id_), ended_(other.ended_), since_(other.since_) {
  other.ended_ = true;
}

QueueStats::Wait& QueueStats::Wait::operator=(Wait&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(ended_, other.ended_);
  std::swap(since_, other.since_);
  return *this;
}

QueueStats::Wait::~Wait() {
  if (!ended_) {
    stats_of(id_).waiting_.fetch_sub(1, std::memory_order_relaxed);
  }
}

void QueueStats::Wait::end() {
  VS_ASSERT(!ended_);
  ended_ = true;
  QueueStats& stats = stats_of(id_);
  const auto waited = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - since_);
  stats.waiting_.fetch_sub(1, std::memory_order_relaxed);
  stats.begun_.fetch_add(1, std::memory_order_relaxed);
  stats.waited_us_.fetch_add(waited.count(), std::memory_order_relaxed);
  if (waited.count() > row_of(id_).wait_target.value()) {
    stats.late_.fetch_add(1, std::memory_order_relaxed);
  }
}

}  // namespace vitalstream::node
