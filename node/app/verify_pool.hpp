#pragma once
// VerifyPool: the threads that check signatures, off every event loop. Votes go before batches,
// batches before submissions. Each worker owns its decoded keys and its memory of what it
// found valid. Posting is safe from any thread; a full queue refuses, and the caller says what that
// means.

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "consensus/types/crypto_checker.hpp"
#include "consensus/types/limits.hpp"
#include "consensus/types/remembering_checker.hpp"

namespace vitalstream::node {

// What a job may use: it belongs to the thread that runs the job.
class VerifyWorker final : public consensus::SignatureChecker {
 public:
  [[nodiscard]] std::vector<bool> check(std::span<const Item> items) override;
  [[nodiscard]] crypto::KeyCache& keys() { return crypto_.keys(); }

 private:
  consensus::CryptoChecker crypto_;
  consensus::RememberingChecker remembering_{crypto_, consensus::kRememberedSignaturesMax};
};

class VerifyPool {
 public:
  enum class Priority : std::uint8_t { Votes, Batches, Submissions };
  using Job = std::function<void(VerifyWorker&)>;

  explicit VerifyPool(std::size_t threads);
  ~VerifyPool();
  VerifyPool(const VerifyPool&) = delete;
  VerifyPool& operator=(const VerifyPool&) = delete;

  // False if the queue of this priority is full or the pool stops.
  [[nodiscard]] bool post(Priority priority, Job job);
  // Drops what waits, lets running jobs end, joins. Idempotent.
  void stop();
  [[nodiscard]] std::size_t waiting(Priority priority) const;

 private:
  void run();
  [[nodiscard]] bool take(Job& job);

  // The one lock of the node outside storage: workers of a pool share their queues by nature.
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::array<std::deque<Job>, 3> queues_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace vitalstream::node
