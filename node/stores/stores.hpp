#pragma once
// Stores: the data directory's lock, the keyring, the safety record and the database of a node,
// opened in that order and compared before anything is deleted or signed.

#include <memory>

#include "node/ground/log.hpp"
#include "node/stores/genesis_file.hpp"
#include "node/stores/ledger_keys.hpp"
#include "node/stores/safety_record.hpp"
#include "storage/data_directory.hpp"
#include "storage/database.hpp"
#include "storage/files/posix_file_ops.hpp"
#include "storage/files/space_reserve.hpp"

namespace vitalstream::node {

struct Stores {
  // Room that the files beneath give back when the disk is full.
  std::unique_ptr<storage::SpaceReserve> reserve;
  std::unique_ptr<storage::PosixFileOps> files;
  std::unique_ptr<storage::DataDirectory> directory;
  std::shared_ptr<storage::Keyring> keyring;
  std::shared_ptr<storage::FaultRegister> faults;
  std::unique_ptr<RecordFiles> record_files;
  SafetyRecord record;
  std::optional<consensus::Halt> halt;  // of an earlier run, not cleared
  std::unique_ptr<storage::Database> database;
};

// What opening them needs besides the configuration.
struct StoreAccess {
  const LoadedGenesis& genesis;
  crypto::provider::KeyProvider& provider;
  Log& log;
  storage::DatabaseAccess access = storage::DatabaseAccess::ReadWrite;
  std::uint64_t write_bytes_per_second_max = 0;
};

[[nodiscard]] Result<Stores, SetupFailure> open_stores(const Config& config,
                                                       const StoreAccess& access);

}  // namespace vitalstream::node
