#pragma once
// DatabaseOptions: what of RocksDB's behaviour a node may choose. Everything that safety depends on
// (recovery mode, no direct I/O, no preallocation, own logger) is fixed in rocks/options.cpp.

#include <cstddef>
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

struct DatabaseOptions {
  MissingDatabase missing = MissingDatabase::Refuse;
  // Under which all files of the database lie; the plain file system if empty. Encryption at rest
  // comes in here (encryption.md).
  std::shared_ptr<rocksdb::FileSystem> file_system;
  LogSink log;

  // A validator stays under 1 GiB: cache, write buffers and tables are its largest parts.
  std::size_t block_cache_bytes = 64 * 1024 * 1024;
  std::size_t write_buffer_bytes = 160 * 1024 * 1024;  // of all column families together
  std::size_t wal_bytes = 192 * 1024 * 1024;
  int open_files_max = 512;
  int background_threads = 2;
};

}  // namespace vitalstream::storage
