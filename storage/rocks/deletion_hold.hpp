#pragma once
// DeletionHold: a file system that keeps what the database deletes until it is released. Opening a
// database whose newest manifest was cut deletes the tables that the cut forgot; they must survive
// until the opened ledger has been compared with the safety record (storage/README.md "Start").
// Everything else is passed on as it is. Within storage only; any thread.

#include <rocksdb/file_system.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace vitalstream::storage {

class DeletionHold final : public rocksdb::FileSystemWrapper {
 public:
  explicit DeletionHold(const std::shared_ptr<rocksdb::FileSystem>& target);

  const char* Name() const override { return "VitalStreamDeletionHold"; }
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

  // Deletes what was held and holds nothing from now on.
  [[nodiscard]] rocksdb::IOStatus release();

 private:
  std::mutex mutex_;
  bool is_holding_ = true;
  std::vector<std::string> held_;
};

}  // namespace vitalstream::storage
