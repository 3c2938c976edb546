#pragma once
// ErrorLatch: the first background error of the database, for ever. RocksDB would recover from a
// full disk by itself; here the process stops and starts again from what is durable. A merge of
// tables that meets a damaged one is none: it leaves what it read as it was, so writing goes on;
// the families that cannot be merged any more are remembered. Within storage only; any thread.

#include <rocksdb/listener.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "storage/storage_error.hpp"

namespace vitalstream::storage {

class ErrorLatch final : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason reason, rocksdb::Status error,
                            bool* auto_recovery) override;

  void OnCompactionCompleted(rocksdb::DB* db, const rocksdb::CompactionJobInfo& job) override;

  // By the names that they have on the disk; each is told once for each time that it failed.
  [[nodiscard]] std::set<std::string> take_hindered();

  // Keeps the first error of all.
  void latch(StorageError error);
  [[nodiscard]] std::optional<StorageError> first() const;

 private:
  static constexpr int kNone = -1;
  std::atomic<int> first_{kNone};
  std::mutex mutex_;
  std::set<std::string> hindered_;
};

}  // namespace vitalstream::storage
