#pragma once
// What all files of one encrypted file system share, and how a fault becomes an answer to RocksDB.
// Within this module; any thread.

#include <rocksdb/file_system.h>

#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "storage/encrypted_fs/encrypted_file_system.hpp"
#include "storage/encrypted_fs/rocks/live_files.hpp"

namespace vitalstream::storage {

struct FileSystemContext {
  explicit FileSystemContext(EncryptedFileSystemOptions chosen);

  // OK unless the database is poisoned. Asked before anything is changed.
  [[nodiscard]] rocksdb::IOStatus may_change() const;

  // Records the fault. Of a paged file it is a Corruption, with which RocksDB goes on serving what
  // is readable. Of a framed file it is an IOError: a Corruption in a log would let RocksDB open
  // the database without all that follows.
  [[nodiscard]] rocksdb::IOStatus refuse(const FileFault& fault, FileKind kind) const;

  std::shared_ptr<rocksdb::FileSystem> beneath;
  std::shared_ptr<const DataKeys> keys;
  std::shared_ptr<FaultRegister> faults;
  std::size_t page_bytes;
  LiveFiles live;
};

// What of the wishes for a file reaches the system beneath: no direct I/O, no mapping, no
// preallocation, no syncing on the way.
[[nodiscard]] rocksdb::FileOptions plain_options(const rocksdb::FileOptions& wished);

// Fills the target from a file, or as much of it as there is.
[[nodiscard]] rocksdb::IOStatus read_up_to(const rocksdb::FSRandomAccessFile& file,
                                           std::uint64_t offset, std::span<std::uint8_t> target,
                                           std::size_t& count);

// The disk itself cannot read it any more. Not so for want of memory or descriptors, which
// says nothing about the file.
[[nodiscard]] bool is_media_error(const rocksdb::IOStatus& status);

[[nodiscard]] rocksdb::Slice slice_of(ByteView bytes);
[[nodiscard]] ByteView bytes_of(const rocksdb::Slice& slice);

}  // namespace vitalstream::storage
