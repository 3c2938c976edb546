#include "storage/rocks/status.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include "base/assert.hpp"

namespace vitalstream::storage {
namespace {

// RocksDB keeps only the words of what the system said.
bool names_want_of_descriptors(const std::string& words) {
  return words.find(std::generic_category().message(EMFILE)) != std::string::npos ||
         words.find(std::generic_category().message(ENFILE)) != std::string::npos;
}

}  // namespace

StorageError to_storage_error(const rocksdb::Status& status) {
  VS_ASSERT(!status.ok());
  if (status.IsNoSpace()) {
    return StorageError::Full;
  }
  if (status.IsIOError() && names_want_of_descriptors(status.ToString())) {
    return StorageError::NoDescriptors;
  }
  return status.IsCorruption() ? StorageError::Corruption : StorageError::Io;
}

rocksdb::Slice to_slice(ByteView bytes) {
  // RocksDB asserts that even an empty slice points somewhere.
  return bytes.empty() ? rocksdb::Slice()
                       : rocksdb::Slice(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

ByteView to_view(const rocksdb::Slice& slice) { return as_bytes({slice.data(), slice.size()}); }

}  // namespace vitalstream::storage
