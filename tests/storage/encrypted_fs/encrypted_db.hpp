#pragma once
// EncryptedDb: a small RocksDB on the encrypted file system, and what it should hold. Tables,
// blobs, logs and manifests of a few pages each are made quickly, so that a test can damage every
// kind.

#include <rocksdb/db.h>
#include <rocksdb/env.h>

#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>

#include "storage/encrypted_fs/encrypted_file_system.hpp"
#include "storage/encrypted_fs/fault_register.hpp"
#include "tests/storage/encrypted_fs/fixed_keys.hpp"

namespace vitalstream::storage {

using Contents = std::map<std::string, std::string>;
// Every value that a key ever had.
using History = std::map<std::string, std::set<std::string>>;

// As a node opens its database (rocks/options.cpp), but small.
[[nodiscard]] rocksdb::Options small_options(rocksdb::Env* environment);

class EncryptedDb {
 public:
  explicit EncryptedDb(std::filesystem::path path) : path_(std::move(path)) {}
  EncryptedDb(const EncryptedDb&) = delete;
  EncryptedDb& operator=(const EncryptedDb&) = delete;
  ~EncryptedDb() { close(); }

  // What the next opening uses.
  std::shared_ptr<FixedKeys> keys = std::make_shared<FixedKeys>();
  std::size_t page_bytes = kSmallPageBytes;
  std::shared_ptr<rocksdb::FileSystem> beneath;
  bool is_paranoid = true;

  [[nodiscard]] rocksdb::Status open();
  void close();

  [[nodiscard]] rocksdb::DB& db() { return *db_; }
  [[nodiscard]] rocksdb::FileSystem& files() { return *files_; }
  [[nodiscard]] const FaultRegister& faults() const { return *faults_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // Writes, overwrites and deletes at random, and remembers what should be there. Values are short,
  // or long enough for a blob file.
  [[nodiscard]] rocksdb::Status write(std::mt19937_64& random, int operations);
  [[nodiscard]] const Contents& expected() const { return expected_; }
  [[nodiscard]] const History& history() const { return history_; }

  // All that can be read; the status says whether that is all there is.
  [[nodiscard]] rocksdb::Status read_all(Contents& contents);

 private:
  std::filesystem::path path_;
  Contents expected_;
  History history_;
  std::shared_ptr<FaultRegister> faults_;
  std::shared_ptr<rocksdb::FileSystem> files_;
  std::unique_ptr<rocksdb::Env> environment_;
  std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace vitalstream::storage
