#include "node/app/verify_pool.hpp"

#include <pthread.h>

#include <algorithm>
#include <utility>

#include "node/app/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr std::array<std::size_t, 3> kWaitingMax{kWaitingVoteJobsMax, kWaitingBatchJobsMax,
                                                 kWaitingSubmissionsMax};

}  // namespace

std::vector<bool> VerifyWorker::check(std::span<const Item> items) {
  return remembering_.check(items);
}

VerifyPool::VerifyPool(std::size_t threads) {
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) {
    threads_.emplace_back([this] { run(); });
    pthread_setname_np(threads_.back().native_handle(), "verify");
  }
}

VerifyPool::~VerifyPool() {
  stop();
}

bool VerifyPool::post(Priority priority, Job job) {
  const auto queue = static_cast<std::size_t>(priority);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queues_[queue].size() >= kWaitingMax[queue]) {
      return false;
    }
    queues_[queue].push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void VerifyPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& queue : queues_) {
      queue.clear();
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
  return queues_[static_cast<std::size_t>(priority)].size();
}

void VerifyPool::run() {
  VerifyWorker worker;
  Job job;
  while (take(job)) {
    job(worker);
    job = nullptr;
  }
}

bool VerifyPool::take(Job& job) {
  std::unique_lock lock(mutex_);
  const auto has_job = [this] {
    return stopping_ || std::ranges::any_of(queues_, [](const auto& q) { return !q.empty(); });
  };
  wake_.wait(lock, has_job);
  if (stopping_) {
    return false;
  }
  const auto queue = std::ranges::find_if(queues_, [](const auto& q) { return !q.empty(); });
  job = std::move(queue->front());
  queue->pop_front();
  return true;
}

}  // namespace vitalstream::node
