#pragma once
// The RocksDB side of a CommitBatch. Within storage only.

#include <rocksdb/write_batch.h>

#include "storage/commit_batch.hpp"
#include "storage/rocks/handle.hpp"

namespace vitalstream::storage {

class CommitBatch::Writes {
 public:
  explicit Writes(RocksHandle& rocks);

  void put(ColumnFamily family, ByteView key, ByteView value);
  void erase(ColumnFamily family, ByteView key);
  [[nodiscard]] rocksdb::WriteBatch& batch() { return batch_; }

 private:
  static void check(const rocksdb::Status& status);

  RocksHandle& rocks_;
  rocksdb::WriteBatch batch_;
};

}  // namespace vitalstream::storage
