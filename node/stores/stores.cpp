#include "node/stores/stores.hpp"

#include <utility>

#include "base/result.hpp"
#include "node/stores/data_place.hpp"
#include "node/stores/limits.hpp"
#include "node/stores/swap_databases.hpp"

namespace vitalstream::node {
namespace {

constexpr const char* kReserveName = "RESERVE";

storage::DatabaseOptions database_options(const Config& config, const StoreAccess& access) {
  const RocksDbConfig& rocksdb = config.storage.rocksdb;
  storage::DatabaseOptions options;
  options.block_cache_bytes = rocksdb.block_cache_bytes;
  options.write_buffer_bytes = rocksdb.write_buffer_bytes;
  options.open_files_max = static_cast<int>(rocksdb.max_open_files);
  options.access = access.access;
  options.write_bytes_per_second_max = access.write_bytes_per_second_max;
  options.log = [&log = access.log](storage::LogSeverity severity, std::string_view text) {
    const auto level = severity == storage::LogSeverity::Error ? LogLevel::Error : LogLevel::Warn;
    log.write(level, "database", {{"text", std::string(text)}});
  };
  return options;
}

}  // namespace

Result<Stores, SetupFailure> open_stores(const Config& config, const StoreAccess& access) {
  Stores stores;
  stores.reserve =
      std::make_unique<storage::SpaceReserve>(config.data_dir / kReserveName, kReserveBytes);
  stores.files = std::make_unique<storage::PosixFileOps>(
      [reserve = stores.reserve.get()] { return reserve->release(); });
  VS_TRY(directory, open_data_directory(*stores.files, config, access.genesis));
  stores.directory = std::move(directory);
  auto keyring =
      open_keyring(*stores.files, config, access.genesis, access.provider, MissingKeyring::Refuse);
  if (!keyring) {
    return keyring.error();
  }
  stores.keyring = std::move(*keyring);
  stores.record_files = std::make_unique<RecordFiles>(*stores.files, stores.keyring);
  VS_TRY(record, open_safety_record(*stores.record_files, stores.directory->journal_place()));
  stores.record = std::move(record);
  stores.halt = find_halt(*stores.files, stores.directory->journal_place());
  VS_RETURN_IF_ERROR(check_swap(*stores.files, database_places(*stores.directory)));
  const LedgerFiles ledger{.keyring = stores.keyring};
  auto database =
      open_ledger(ledger, stores.directory->database_path(), database_options(config, access));
  if (!database) {
    return database.error();
  }
  stores.faults = ledger.faults;
  stores.database = std::move(*database);
  return stores;
}

}  // namespace vitalstream::node
