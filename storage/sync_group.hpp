#pragma once
// SyncGroup: many callers, few syncs. A caller is satisfied by any sync that *began* after it
// called; callers that arrive while one runs share the next. Any thread.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "storage/types.hpp"

namespace vitalstream::storage {

class SyncGroup {
 public:
  explicit SyncGroup(std::function<Written()> sync);

  // Returns once a sync that began after the call has ended. After one failure every call fails:
  // a failed sync is never tried again.
  [[nodiscard]] Written run();

 private:
  std::function<Written()> sync_;
  std::mutex mutex_;
  std::condition_variable finished_one_;
  std::uint64_t begun_ = 0;
  std::uint64_t finished_ = 0;
  std::optional<StorageError> failure_;
};

}  // namespace vitalstream::storage
