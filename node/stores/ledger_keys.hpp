#pragma once
// The keyring of this node's data directory, and the file system that encrypts the ledger with it.
// Called by everything that opens the ledger: start, init, `vitalstream keys` and `ledger`.

#include <memory>

#include "crypto/provider/key_provider.hpp"
#include "node/stores/genesis_file.hpp"
#include "storage/database.hpp"
#include "storage/encrypted_fs/fault_register.hpp"
#include "storage/keyring/keyring.hpp"

namespace vitalstream::node {

enum class MissingKeyring { Create, Refuse };

// Making one is for a directory in which nothing has been encrypted yet.
[[nodiscard]] Result<std::unique_ptr<storage::Keyring>, SetupFailure> open_keyring(
    storage::FileOps& files, const Config& config, const LoadedGenesis& genesis,
    crypto::provider::KeyProvider& provider, MissingKeyring missing);

// What is wrong with it, and what to do.
[[nodiscard]] SetupFailure describe(const storage::KeyringFailure& failure, const Config& config);

// A database that is opened with these keys, and the register of what is wrong with its files.
struct LedgerFiles {
  std::shared_ptr<const storage::DataKeys> keyring;
  // Under which its files lie; that of the operating system if empty.
  std::shared_ptr<rocksdb::FileSystem> beneath = {};
  std::shared_ptr<storage::FaultRegister> faults = std::make_shared<storage::FaultRegister>();
};

[[nodiscard]] Result<std::unique_ptr<storage::Database>, SetupFailure> open_ledger(
    const LedgerFiles& ledger, const std::filesystem::path& path, storage::DatabaseOptions options);

// The one file of a closed database that RocksDB never writes anew.
[[nodiscard]] Result<void, SetupFailure> renew_identity(
    std::shared_ptr<const storage::Keyring> keyring, const std::filesystem::path& database);

}  // namespace vitalstream::node
