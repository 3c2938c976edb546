#include "storage/sync_group.hpp"

#include <utility>

namespace vitalstream::storage {

SyncGroup::SyncGroup(std::function<Written()> sync) : sync_(std::move(sync)) {}

Written SyncGroup::run() {
  std::unique_lock lock(mutex_);
  const std::uint64_t needed = begun_ + 1;
  while (finished_ < needed && !failure_) {
    if (begun_ > finished_) {
      finished_one_.wait(lock);
      continue;
    }
    const std::uint64_t mine = ++begun_;
    lock.unlock();
    const Written outcome = sync_();
    lock.lock();
    finished_ = mine;
    if (!outcome) {
      failure_ = outcome.error();
    }
    finished_one_.notify_all();
  }
  return failure_ ? Written(*failure_) : Written{};
}

}  // namespace vitalstream::storage
