#pragma once
// RocksDB's statuses as ours. Within storage only.

#include <rocksdb/slice.h>
#include <rocksdb/status.h>

#include "base/bytes.hpp"
#include "storage/storage_error.hpp"

namespace vitalstream::storage {

// Asserts that the status is an error.
[[nodiscard]] StorageError to_storage_error(const rocksdb::Status& status);

[[nodiscard]] rocksdb::Slice to_slice(ByteView bytes);
[[nodiscard]] ByteView to_view(const rocksdb::Slice& slice);

}  // namespace vitalstream::storage
