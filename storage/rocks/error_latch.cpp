#include "storage/rocks/error_latch.hpp"

#include <utility>

#include "storage/rocks/status.hpp"

namespace vitalstream::storage {

void ErrorLatch::OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) {
  if (reason == rocksdb::BackgroundErrorReason::kCompaction && error->IsCorruption()) {
    // RocksDB would refuse every write from here on.
    *error = rocksdb::Status::OK();
  } else if (!error->ok()) {
    latch(to_storage_error(*error));
  }
}

void ErrorLatch::OnCompactionCompleted(rocksdb::DB* /*db*/, const rocksdb::CompactionJobInfo& job) {
  if (job.status.IsCorruption()) {
    const std::lock_guard lock(mutex_);
    hindered_.insert(job.cf_name);
  }
}

std::set<std::string> ErrorLatch::take_hindered() {
  const std::lock_guard lock(mutex_);
  return std::exchange(hindered_, {});
}

void ErrorLatch::OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason /*reason*/,
                                      rocksdb::Status error, bool* auto_recovery) {
  error.PermitUncheckedError();
  *auto_recovery = false;
}

void ErrorLatch::latch(StorageError error) {
  int expected = kNone;
  first_.compare_exchange_strong(expected, static_cast<int>(error));
}

std::optional<StorageError> ErrorLatch::first() const {
  const int first = first_.load();
  return first == kNone ? std::nullopt : std::optional(static_cast<StorageError>(first));
}

}  // namespace vitalstream::storage
