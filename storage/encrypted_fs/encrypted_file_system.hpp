#pragma once
// The file system under the database: everything that RocksDB writes through it is encrypted and
// authenticated, and what was changed on the disk is refused, never read. It goes where
// DatabaseOptions::file_system is. README.md says what it offers and what it refuses.

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "storage/encrypted_fs/data_keys.hpp"
#include "storage/encrypted_fs/fault_register.hpp"
#include "storage/encrypted_fs/limits.hpp"

namespace rocksdb {
class FileSystem;
}

namespace vitalstream::storage {

struct EncryptedFileSystemOptions {
  std::shared_ptr<const DataKeys> keys;
  // Where the faults of this database are found. One register for each opening: a poisoned one
  // stays so.
  std::shared_ptr<FaultRegister> faults;
  // Of new tables and blobs: kSmallPageBytes or kLargePageBytes. Each file names its own.
  std::size_t page_bytes = kSmallPageBytes;
  // Under which the encrypted files lie; that of the operating system if empty.
  std::shared_ptr<rocksdb::FileSystem> beneath;
};

[[nodiscard]] std::shared_ptr<rocksdb::FileSystem> make_encrypted_file_system(
    EncryptedFileSystemOptions options);

// Writes the database's IDENTITY again with the active generation. RocksDB writes all other files
// anew in the course of time, or at the next opening; this one never, and would keep the first
// generation from being retired. Atomic. Answers with RocksDB's words on failure.
[[nodiscard]] Result<void, std::string> rewrite_identity(rocksdb::FileSystem& files,
                                                         const std::filesystem::path& database);

}  // namespace vitalstream::storage
