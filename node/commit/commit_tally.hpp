#pragma once
// CommitTally: what the commit thread has done, for status and metrics. Any thread.

#include <atomic>
#include <cstdint>

#include "node/commit/committed_block.hpp"

namespace vitalstream::node {

class CommitTally {
 public:
  // Block time of the newest block in the database; zero: there is none.
  explicit CommitTally(UnixMs last_block) : last_block_ms_(last_block.value()) {}

  // Of every block once it is in the database.
  void note(const CommittedBlock& block) {
    transactions_.fetch_add(block.transactions.size(), std::memory_order_relaxed);
    last_block_ms_.store(block.time.value(), std::memory_order_relaxed);
  }
  // Since the start.
  [[nodiscard]] std::uint64_t transactions() const {
    return transactions_.load(std::memory_order_relaxed);
  }
  [[nodiscard]] UnixMs last_block() const {
    return UnixMs{last_block_ms_.load(std::memory_order_relaxed)};
  }

 private:
  std::atomic<std::uint64_t> transactions_{0};
  std::atomic<std::int64_t> last_block_ms_;
};

}  // namespace vitalstream::node
