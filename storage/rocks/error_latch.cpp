#include "storage/rocks/error_latch.hpp"

#include "storage/rocks/status.hpp"

namespace vitalstream::storage {

void ErrorLatch::OnBackgroundError(rocksdb::BackgroundErrorReason /*reason*/,
                                   rocksdb::Status* error) {
  if (!error->ok()) {
    latch(to_storage_error(*error));
  }
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
