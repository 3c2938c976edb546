#include "node/ground/verify_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace vitalstream::node {

std::vector<bool> VerifyWorker::check(std::span<const Item> items) {
  return remembering_.check(items);
}

VerifyPool::VerifyPool(std::size_t threads) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    threads_.emplace_back([this] { run(); });
    pthread_setname_np(threads_.back().native_handle(), "verify");
  }
}

VerifyPool::~VerifyPool() { stop(); }

bool VerifyPool::post(Priority priority, WorkSender sender, Job&& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return false;
    }
    Line& own = line(priority);
    Waiting waiting{std::move(job), QueueStats::Wait(own.id)};
    if (!own.queue.push(sender, std::move(waiting))) {
      job = std::move(waiting.job);
      own.refused += 1;
      return false;
    }
  }
  wake_.notify_one();
  return true;
}

void VerifyPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (Line& line : lines_) {
      line.queue.clear();
    }
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

std::size_t VerifyPool::waiting(Priority priority) const {
  const std::lock_guard lock(mutex_);
  return line(priority).queue.size();
}

std::uint64_t VerifyPool::refused(Priority priority) const {
  const std::lock_guard lock(mutex_);
  return line(priority).refused;
}

void VerifyPool::run() {
  VerifyWorker worker;
  Job job;
  while (take(job)) {
    job(worker);
  }
}

bool VerifyPool::take(Job& job) {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || has_job(); });
  if (stopping_) {
    return false;
  }
  Waiting next = line(next_priority()).queue.pop();
  next.wait.end();
  job = std::move(next.job);
  return true;
}

bool VerifyPool::has_job() const {
  return std::ranges::any_of(lines_, [](const Line& line) { return !line.queue.empty(); });
}

// The higher goes first until it has passed the lower by as often as that bears.
VerifyPool::Priority VerifyPool::next_priority() {
  const bool votes = !line(Priority::Votes).queue.empty();
  const bool batches = !line(Priority::Batches).queue.empty();
  const bool submissions = !line(Priority::Submissions).queue.empty();
  if (votes && (!(batches || submissions) || vote_turns_ + 1 < kTurnsPerLowerJob)) {
    vote_turns_ = batches || submissions ? vote_turns_ + 1 : 0;
    return Priority::Votes;
  }
  vote_turns_ = 0;
  if (batches && (!submissions || batch_turns_ + 1 < kBatchTurnsPerSubmission)) {
    batch_turns_ = submissions ? batch_turns_ + 1 : 0;
    return Priority::Batches;
  }
  batch_turns_ = 0;
  return Priority::Submissions;
}

}  // namespace vitalstream::node
