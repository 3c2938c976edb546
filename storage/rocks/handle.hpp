#pragma once
// RocksHandle: the opened RocksDB and what must live as long as it. Shared by Database and its
// views, within storage only. RocksDB itself is thread-safe.

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <array>
#include <filesystem>
#include <memory>

#include "storage/column_family.hpp"
#include "storage/database_options.hpp"
#include "storage/rocks/deletion_hold.hpp"
#include "storage/rocks/error_latch.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

class RocksHandle {
 public:
  [[nodiscard]] static Result<std::unique_ptr<RocksHandle>, rocksdb::Status> open(
      const std::filesystem::path& path, const DatabaseOptions& options);

  RocksHandle(const RocksHandle&) = delete;
  RocksHandle& operator=(const RocksHandle&) = delete;
  ~RocksHandle();

  [[nodiscard]] rocksdb::DB& db() { return *db_; }
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(ColumnFamily family) const {
    return families_[static_cast<std::size_t>(family)];
  }
  [[nodiscard]] DeletionHold& deletions() { return *files_; }
  [[nodiscard]] ErrorLatch& errors() { return *errors_; }

  // Writes without syncing. Every failed write is latched: nothing is written after it.
  [[nodiscard]] Written write(rocksdb::WriteBatch& write_batch);
  [[nodiscard]] Written latched(const rocksdb::Status& status);
  [[nodiscard]] Read<Bytes> get(ColumnFamily family, ByteView key,
                                const rocksdb::Snapshot* snapshot);
  [[nodiscard]] Result<bool, StorageError> has(ColumnFamily family, ByteView key,
                                               const rocksdb::Snapshot* snapshot);

 private:
  [[nodiscard]] rocksdb::Status find(ColumnFamily family, ByteView key,
                                     const rocksdb::Snapshot* snapshot,
                                     rocksdb::PinnableSlice& value);
  RocksHandle() = default;

  std::shared_ptr<DeletionHold> files_;
  std::unique_ptr<rocksdb::Env> environment_;
  std::shared_ptr<ErrorLatch> errors_;
  LookupChecks lookups_ = LookupChecks::Checksums;
  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kColumnFamilies.size()> families_{};
};

}  // namespace vitalstream::storage
