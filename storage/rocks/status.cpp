#include "storage/rocks/status.hpp"

#include "base/assert.hpp"

namespace vitalstream::storage {

StorageError to_storage_error(const rocksdb::Status& status) {
  VS_ASSERT(!status.ok());
  if (status.IsNoSpace()) {
    return StorageError::Full;
  }
  return status.IsCorruption() ? StorageError::Corruption : StorageError::Io;
}

rocksdb::Slice to_slice(ByteView bytes) {
  // RocksDB asserts that even an empty slice points somewhere.
  return bytes.empty() ? rocksdb::Slice()
                       : rocksdb::Slice(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

ByteView to_view(const rocksdb::Slice& slice) {
  return as_bytes({slice.data(), slice.size()});
}

}  // namespace vitalstream::storage
