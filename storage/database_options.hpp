#pragma once
// DatabaseOptions: what of RocksDB's behaviour a node may choose. Everything that safety depends on
// (recovery mode, no direct I/O, no preallocation, own logger) is fixed in rocks/options.cpp.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace rocksdb {
class FileSystem;
}

namespace vitalstream::storage {

enum class LogSeverity { Warning, Error };

// Receives RocksDB's warnings without their values: keys and paths never reach a log. Called from
// any thread.
using LogSink = std::function<void(LogSeverity, std::string_view)>;

enum class MissingDatabase { Create, Refuse };

// Reading changes no file: what the write-ahead log holds is replayed in memory.
enum class DatabaseAccess { ReadWrite, Read };

// Whether RocksDB's checksum of a block or body is checked again when a single key is looked up.
// Where the file system authenticates every byte it could only find damage that arose in memory.
// Compactions and scans always check it.
enum class LookupChecks { Checksums, Authenticated };

struct DatabaseOptions {
  MissingDatabase missing = MissingDatabase::Refuse;
  DatabaseAccess access = DatabaseAccess::ReadWrite;
  // Under which all files of the database lie: the encrypted one in every node; the plain file
  // system if empty.
  std::shared_ptr<rocksdb::FileSystem> file_system;
  LookupChecks lookups = LookupChecks::Checksums;
  LogSink log;

  // A validator stays under 1 GiB: cache, write buffers and tables are its largest parts.
  std::size_t block_cache_bytes = 64 * 1024 * 1024;
  std::size_t write_buffer_bytes = 160 * 1024 * 1024;  // of all column families together
  std::size_t wal_bytes = 192 * 1024 * 1024;
  int open_files_max = 512;
  int background_threads = 2;
  // What flushes and compactions may write in a second; 0: as much as the disk takes.
  std::uint64_t write_bytes_per_second_max = 0;
};

}  // namespace vitalstream::storage
