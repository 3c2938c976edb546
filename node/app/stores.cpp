#include "node/app/stores.hpp"

#include <utility>

namespace vitalstream::node {
namespace {

storage::DatabaseOptions database_options(const Config& config, Log& log) {
  const RocksDbConfig& rocksdb = config.storage.rocksdb;
  storage::DatabaseOptions options;
  options.block_cache_bytes = rocksdb.block_cache_bytes;
  options.write_buffer_bytes = rocksdb.write_buffer_bytes;
  options.open_files_max = static_cast<int>(rocksdb.max_open_files);
  options.log = [&log](storage::LogSeverity severity, std::string_view text) {
    const auto level = severity == storage::LogSeverity::Error ? LogLevel::Error : LogLevel::Warn;
    log.write(level, "database", {{"text", std::string(text)}});
  };
  return options;
}

SetupFailure describe(const storage::DirectoryFailure& failure, const Config& config) {
  std::string reason =
      config.data_dir.string() + ": " + std::string(storage::to_string(failure.error));
  if (!failure.detail.empty()) {
    reason += ": " + failure.detail;
  }
  if (failure.error == storage::DirectoryError::Missing) {
    reason +=
        "; if this validator has never run, run `vitalstream init`; if it has and lost its data, "
        "only `vitalstream init --new-safety-record` is safe";
  }
  return {std::move(reason)};
}

SetupFailure describe(storage::JournalError error) {
  std::string reason = "safety record: " + std::string(storage::to_string(error));
  if (error == storage::JournalError::MissingRecord || error == storage::JournalError::Damaged) {
    reason +=
        "; this validator must not sign; `vitalstream init --new-safety-record` begins a "
        "new one that waits for the others";
  }
  return {std::move(reason)};
}

}  // namespace

Result<Stores, SetupFailure> open_stores(const Config& config, const LoadedGenesis& genesis,
                                         Log& log) {
  Stores stores;
  stores.files = std::make_unique<storage::PosixFileOps>();
  auto directory = storage::DataDirectory::open(
      *stores.files, config.data_dir, identity_of(genesis), storage::MissingDirectory::Refuse);
  if (!directory) {
    return describe(directory.error(), config);
  }
  stores.directory = std::make_unique<storage::DataDirectory>(std::move(*directory));
  if (stores.directory->is_new()) {
    return SetupFailure{config.data_dir.string() +
                        " was not initialised to its end; run `vitalstream init` again"};
  }
  auto journal = storage::Journal::open(*stores.files, stores.directory->journal_place());
  if (!journal) {
    return describe(journal.error());
  }
  stores.journal = std::move(journal->journal);
  stores.replay = std::move(journal->replay);
  auto database =
      storage::Database::open(stores.directory->database_path(), database_options(config, log));
  if (!database) {
    return SetupFailure{"database: " + database.error().detail};
  }
  stores.database = std::move(*database);
  return stores;
}

}  // namespace vitalstream::node
