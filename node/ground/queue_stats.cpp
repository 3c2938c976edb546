#include "node/ground/queue_stats.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::node {
namespace {

std::string label(const QueueRow& row) {
  return std::string(row.name);
}

double in_seconds(Duration length) {
  return static_cast<double>(length.value()) / 1e6;
}

}  // namespace

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

std::string queue_metrics() {
  prometheus::Registry registry;
  auto& waiting = prometheus::BuildGauge()
                      .Name("blockchain_queue_waiting")
                      .Help("Pieces of work that wait in a line of the table of queues.")
                      .Register(registry);
  auto& begun = prometheus::BuildCounter()
                    .Name("blockchain_queue_begun_total")
                    .Help("Pieces of work that have waited and begun.")
                    .Register(registry);
  auto& waited = prometheus::BuildCounter()
                     .Name("blockchain_queue_waited_seconds_total")
                     .Help("How long they have waited, together.")
                     .Register(registry);
  auto& late = prometheus::BuildCounter()
                   .Name("blockchain_queue_late_total")
                   .Help("Those that waited for longer than work should in that line.")
                   .Register(registry);
  for (const QueueRow& row : kQueues) {
    const QueueStats& stats = stats_of(row.id);
    waiting.Add({{"queue", label(row)}}).Set(static_cast<double>(stats.waiting()));
    begun.Add({{"queue", label(row)}}).Increment(static_cast<double>(stats.begun()));
    waited.Add({{"queue", label(row)}}).Increment(in_seconds(stats.waited()));
    late.Add({{"queue", label(row)}}).Increment(static_cast<double>(stats.late()));
  }
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace vitalstream::node
