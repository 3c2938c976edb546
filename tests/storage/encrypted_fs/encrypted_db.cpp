#include "tests/storage/encrypted_fs/encrypted_db.hpp"

#include <rocksdb/system_clock.h>
#include <rocksdb/table.h>

#include <thread>
#include <utility>

namespace vitalstream::storage {
namespace {

constexpr std::size_t kKeys = 400;
constexpr std::size_t kShortBytes = 80;
constexpr std::size_t kLongBytes = 3'000;
constexpr std::uint64_t kBlobBytesMin = 512;

// The file system gives RocksDB no file to log into.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char* /*format*/, va_list /*values*/) override {}
};

// RocksDB sleeps for a second after a failed flush. Nobody waits for that here.
class SleeplessClock final : public rocksdb::SystemClockWrapper {
 public:
  SleeplessClock() : rocksdb::SystemClockWrapper(rocksdb::SystemClock::Default()) {}
  const char* Name() const override { return "SleeplessClock"; }
  void SleepForMicroseconds(int /*microseconds*/) override { std::this_thread::yield(); }
};

class SleeplessEnv final : public rocksdb::EnvWrapper {
 public:
  explicit SleeplessEnv(std::unique_ptr<rocksdb::Env>&& target)
      : rocksdb::EnvWrapper(std::move(target)) {
    system_clock_ = std::make_shared<SleeplessClock>();
  }
};

std::string some_value(std::mt19937_64& random) {
  const std::size_t limit = random() % 8 == 0 ? kLongBytes : kShortBytes;
  std::string value = "plaintext-canary-";
  const std::size_t bytes = value.size() + random() % limit;
  while (value.size() < bytes) {
    value.push_back(static_cast<char>('a' + random() % 26));
  }
  return value;
}

}  // namespace

rocksdb::Options small_options(rocksdb::Env* environment) {
  rocksdb::Options options;
  options.env = environment;
  options.info_log = std::make_shared<NoLog>();
  options.create_if_missing = true;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.track_and_verify_wals_in_manifest = true;
  options.manual_wal_flush = true;
  options.write_buffer_size = 64 * 1024;
  options.level0_file_num_compaction_trigger = 3;
  options.target_file_size_base = 64 * 1024;
  options.compression = rocksdb::kNoCompression;
  options.enable_blob_files = true;
  options.min_blob_size = kBlobBytesMin;
  options.blob_file_size = 256 * 1024;
  options.max_background_jobs = 2;
  options.max_bgerror_resume_count = 0;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  rocksdb::BlockBasedTableOptions table;
  // Nothing is remembered: every read reads the disk.
  table.no_block_cache = true;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

rocksdb::Status EncryptedDb::open() {
  close();
  faults_ = std::make_shared<FaultRegister>();
  files_ = make_encrypted_file_system(
      {.keys = keys, .faults = faults_, .page_bytes = page_bytes, .beneath = beneath});
  environment_ = std::make_unique<SleeplessEnv>(rocksdb::NewCompositeEnv(files_));
  rocksdb::Options options = small_options(environment_.get());
  options.paranoid_checks = is_paranoid;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, path_.string(), &opened);
  db_.reset(opened);
  return status;
}

void EncryptedDb::close() {
  if (db_) {
    db_->Close().PermitUncheckedError();
    db_.reset();
  }
}

rocksdb::Status EncryptedDb::write(std::mt19937_64& random, int operations) {
  for (int operation = 0; operation < operations; ++operation) {
    const std::string key = "key-" + std::to_string(random() % kKeys);
    rocksdb::Status status;
    if (random() % 6 == 0) {
      expected_.erase(key);
      status = db_->Delete(rocksdb::WriteOptions(), key);
    } else {
      expected_[key] = some_value(random);
      history_[key].insert(expected_[key]);
      status = db_->Put(rocksdb::WriteOptions(), key, expected_[key]);
    }
    if (!status.ok()) {
      return status;
    }
  }
  return db_->FlushWAL(/*sync=*/true);
}

rocksdb::Status EncryptedDb::read_all(Contents& contents) {
  const std::unique_ptr<rocksdb::Iterator> found(db_->NewIterator(rocksdb::ReadOptions()));
  for (found->SeekToFirst(); found->Valid(); found->Next()) {
    contents.emplace(found->key().ToString(), found->value().ToString());
  }
  return found->status();
}

}  // namespace vitalstream::storage
