#pragma once
// VerifyPool: the threads that check signatures, off every event loop. Inside each priority those
// who cause the work are served in turn, so that nobody waits for more than one job of each other
// sender. Votes go before batches and batches before submissions, but what is lower always keeps a
// share (limits.hpp), or a flood of the one would stop the other. Each worker owns its decoded keys
// and its memory of what it found valid. Posting is safe from any thread; a peer that has too much
// waiting is refused, and the caller drops what it sent.

#include <array>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "base/job.hpp"
#include "consensus/types/crypto_checker.hpp"
#include "consensus/types/limits.hpp"
#include "consensus/types/remembering_checker.hpp"
#include "node/ground/fair_queue.hpp"
#include "node/ground/limits.hpp"
#include "node/ground/queue_stats.hpp"

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
  using Job = vitalstream::Job<VerifyWorker&>;

  explicit VerifyPool(std::size_t threads);
  ~VerifyPool();
  VerifyPool(const VerifyPool&) = delete;
  VerifyPool& operator=(const VerifyPool&) = delete;

  // False if the sender has too much waiting at this priority, or the pool stops; then the job is
  // still the caller's.
  [[nodiscard]] bool post(Priority priority, WorkSender sender, Job&& job);
  // Drops what waits, lets running jobs end, joins. Idempotent.
  void stop();
  // For metrics.
  [[nodiscard]] std::size_t waiting(Priority priority) const;
  [[nodiscard]] std::uint64_t refused(Priority priority) const;

 private:
  struct Waiting {
    Job job;
    QueueStats::Wait wait;
  };
  struct Line {
    QueueId id;
    FairQueue<Waiting> queue;
    std::uint64_t refused = 0;
  };

  void run();
  [[nodiscard]] bool take(Job& job);
  [[nodiscard]] Line& line(Priority priority) { return lines_[static_cast<std::size_t>(priority)]; }
  [[nodiscard]] const Line& line(Priority priority) const {
    return lines_[static_cast<std::size_t>(priority)];
  }
  [[nodiscard]] bool has_job() const;
  [[nodiscard]] Priority next_priority();

  // Workers of a pool share their queues by nature.
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::array<Line, 3> lines_{Line{QueueId::Votes, FairQueue<Waiting>{kVoteJobsPerPeerMax}},
                             Line{QueueId::Batches, FairQueue<Waiting>{kBatchJobsPerPeerMax}},
                             Line{QueueId::Submissions, FairQueue<Waiting>{0}}};
  // Turns given in a row past something lower that waited.
  std::size_t vote_turns_ = 0;
  std::size_t batch_turns_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace vitalstream::node
