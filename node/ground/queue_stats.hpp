#pragma once
// QueueStats: how much waits in a line of the table of queues, and for how long. One for each row:
// a process runs one node, and its lines begin before anything that could own these. Any thread.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "node/ground/queues.hpp"

namespace vitalstream::node {

class QueueStats {
 public:
  // One piece of work from the moment when it is given to the line. It goes uncounted if it is
  // dropped before it has begun.
  class Wait {
   public:
    explicit Wait(QueueId id);
    ~Wait();
    Wait(Wait&& other) noexcept;
    Wait& operator=(Wait&& other) noexcept;
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

    // Once.
    void end();

   private:
    QueueId id_;
    bool ended_ = false;
    std::chrono::steady_clock::time_point since_;
  };

  // For a line whose owner counts by itself.
  void set_waiting(std::size_t count) { waiting_.store(count, std::memory_order_relaxed); }

  [[nodiscard]] std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t begun() const { return begun_.load(std::memory_order_relaxed); }
  // Of these, those that waited for longer than the row's target.
  [[nodiscard]] std::uint64_t late() const { return late_.load(std::memory_order_relaxed); }
  [[nodiscard]] Duration waited() const {
    return microseconds(waited_us_.load(std::memory_order_relaxed));
  }

 private:
  std::atomic<std::size_t> waiting_{0};
  std::atomic<std::uint64_t> begun_{0};
  std::atomic<std::uint64_t> late_{0};
  std::atomic<std::int64_t> waited_us_{0};
};

[[nodiscard]] QueueStats& stats_of(QueueId id);

}  // namespace vitalstream::node
