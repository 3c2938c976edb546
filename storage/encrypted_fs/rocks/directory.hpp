#pragma once
// EncryptedDirectory: names are not encrypted, so all passes through, above all the sync: without
// it a renamed CURRENT is not durable. Within this module; any thread.

#include <rocksdb/file_system.h>

#include <memory>
#include <utility>

namespace vitalstream::storage {

class EncryptedDirectory final : public rocksdb::FSDirectory {
 public:
  explicit EncryptedDirectory(std::unique_ptr<rocksdb::FSDirectory> beneath)
      : beneath_(std::move(beneath)) {}

  rocksdb::IOStatus Fsync(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override {
    return beneath_->Fsync(options, debug);
  }
  rocksdb::IOStatus FsyncWithDirOptions(const rocksdb::IOOptions& options,
                                        rocksdb::IODebugContext* debug,
                                        const rocksdb::DirFsyncOptions& reason) override {
    return beneath_->FsyncWithDirOptions(options, debug, reason);
  }
  rocksdb::IOStatus Close(const rocksdb::IOOptions& options,
                          rocksdb::IODebugContext* debug) override {
    return beneath_->Close(options, debug);
  }
  std::size_t GetUniqueId(char* id, std::size_t size_max) const override {
    return beneath_->GetUniqueId(id, size_max);
  }

 private:
  std::unique_ptr<rocksdb::FSDirectory> beneath_;
};

}  // namespace vitalstream::storage
