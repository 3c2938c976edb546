#pragma once
// ErrorLatch: the first background error of the database, for ever. RocksDB would recover from a
// full disk by itself; here the process stops and starts again from what is durable. Within storage
// only; any thread.

#include <rocksdb/listener.h>

#include <atomic>
#include <optional>

#include "storage/storage_error.hpp"

namespace vitalstream::storage {

class ErrorLatch final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason reason, rocksdb::Status error,
                            bool* auto_recovery) override;

  // Keeps the first error of all.
  void latch(StorageError error);
  [[nodiscard]] std::optional<StorageError> first() const;

 private:
  static constexpr int kNone = -1;
  std::atomic<int> first_{kNone};
};

}  // namespace vitalstream::storage
