#pragma once
// RocksHandle: the opened RocksDB and what must live as long as it. Shared by Database and its
// views, within storage only. RocksDB itself is thread-safe.

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "storage/column_family.hpp"
#include "storage/database_options.hpp"
#include "storage/rocks/deletion_hold.hpp"
#include "storage/rocks/error_latch.hpp"
#include "storage/rocks/families.hpp"
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
  // As they are now; whoever uses the state or its index keeps what this answered.
  [[nodiscard]] std::shared_ptr<const Families> families() const { return families_.load(); }
  // One that is never made anew.
  [[nodiscard]] rocksdb::ColumnFamilyHandle* family(ColumnFamily family) const {
    return lasting_[static_cast<std::size_t>(family)];
  }
  [[nodiscard]] DeletionHold& deletions() { return *files_; }
  [[nodiscard]] ErrorLatch& errors() { return *errors_; }

  // Writes without syncing. Every failed write is latched: nothing is written after it.
  [[nodiscard]] Written write(rocksdb::WriteBatch& write_batch);
  [[nodiscard]] Written latched(const rocksdb::Status& status);
  [[nodiscard]] Read<Bytes> get(rocksdb::ColumnFamilyHandle* family, ByteView key,
                                const rocksdb::Snapshot* snapshot);
  [[nodiscard]] Result<bool, StorageError> has(ColumnFamily family, ByteView key,
                                               const rocksdb::Snapshot* snapshot);

  // The families of now with an empty state and index of their own, which nobody reads yet.
  [[nodiscard]] Result<std::shared_ptr<const Families>, StorageError> make_remade();
  // From here on `families` answers these, and the others are dropped.
  void use(std::shared_ptr<const Families> families);
  // Their state and index.
  [[nodiscard]] Written drop_remade(const Families& families);

 private:
  [[nodiscard]] rocksdb::Status find(rocksdb::ColumnFamilyHandle* family, ByteView key,
                                     const rocksdb::Snapshot* snapshot,
                                     rocksdb::PinnableSlice& value);
  [[nodiscard]] rocksdb::Status take(const std::vector<FamilyName>& names,
                                     const std::vector<Families::Handle>& handles);
  // What a crash left of a state that was not in use yet, or not any more, goes.
  [[nodiscard]] rocksdb::Status drop_unused(const std::vector<FamilyName>& names,
                                            const std::vector<Families::Handle>& handles,
                                            std::uint32_t used);
  [[nodiscard]] Families::Handle owned(rocksdb::ColumnFamilyHandle* handle);
  RocksHandle() = default;

  DatabaseOptions options_;
  std::shared_ptr<rocksdb::Cache> cache_;
  std::shared_ptr<DeletionHold> files_;
  std::unique_ptr<rocksdb::Env> environment_;
  std::shared_ptr<ErrorLatch> errors_;
  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kColumnFamilies.size()> lasting_{};
  std::atomic<std::shared_ptr<const Families>> families_;
  std::uint32_t generation_max_ = 0;  // of any that has been made
};

}  // namespace vitalstream::storage
