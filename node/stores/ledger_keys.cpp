#include "node/stores/ledger_keys.hpp"

#include <utility>

#include "node/ground/wall_clock.hpp"
#include "storage/encrypted_fs/encrypted_file_system.hpp"

namespace vitalstream::node {
namespace {

using storage::KeyringError;

storage::KeyringPlace place_of(const Config& config, const LoadedGenesis& genesis) {
  const storage::Identity identity = identity_of(genesis);
  return {config.data_dir, {identity.chain, identity.node.value()}};
}

// Nothing where the error says it all.
std::string advice(KeyringError error) {
  switch (error) {
    case KeyringError::Missing:
      return "; without it the ledger cannot be read: put the file back from a backup, or move the "
             "directory away and run `vitalstream init --new-safety-record`, and the ledger is "
             "fetched from the others";
    case KeyringError::Damaged:
    case KeyringError::Forged:
      return "; put the file back from a backup of this directory";
    case KeyringError::WrongProvider:
    case KeyringError::WrongKey:
      return "; configure the key provider that it was encrypted for, and change providers with "
             "`vitalstream keys rewrap`";
    case KeyringError::Unavailable:
      return "; nothing was changed: try again";
    case KeyringError::UnknownVersion:
      return "; start it with the version that has written it, or a newer one";
    case KeyringError::WrongChain:
    case KeyringError::WrongNode:
      return "; put back the file that belongs to this directory";
    case KeyringError::Full:
      return "; make room: nothing was changed";
    case KeyringError::Refused:
      return "; the key must be enabled, and its policy must let this identity unwrap with it";
    case KeyringError::AlreadyExists:
    case KeyringError::Io:
    case KeyringError::TooManyGenerations:
    case KeyringError::UnknownGeneration:
    case KeyringError::ActiveGeneration:
    case KeyringError::StillUsed:
      break;
  }
  return {};
}

std::shared_ptr<rocksdb::FileSystem> encrypted_with(const LedgerFiles& ledger) {
  storage::EncryptedFileSystemOptions options;
  options.keys = ledger.keyring;
  options.faults = ledger.faults;
  options.beneath = ledger.beneath;
  return storage::make_encrypted_file_system(std::move(options));
}

}  // namespace

SetupFailure describe(const storage::KeyringFailure& failure, const Config& config) {
  return {"keyring of " + config.data_dir.string() + ": " + storage::describe(failure) +
              advice(failure.error),
          failure.error == KeyringError::Unavailable ? SetupFailure::Cause::ProviderUnavailable
                                                     : SetupFailure::Cause::Other};
}

Result<std::unique_ptr<storage::Keyring>, SetupFailure> open_keyring(
    storage::FileOps& files, const Config& config, const LoadedGenesis& genesis,
    crypto::provider::KeyProvider& provider, MissingKeyring missing) {
  const storage::KeyringPlace place = place_of(config, genesis);
  auto keyring = storage::Keyring::open(files, place, provider);
  if (!keyring && keyring.error().error == KeyringError::Missing &&
      missing == MissingKeyring::Create) {
    keyring = storage::Keyring::create(files, place, provider, read_clock().wall);
  }
  if (!keyring) {
    return describe(keyring.error(), config);
  }
  return std::move(*keyring);
}

Result<std::unique_ptr<storage::Database>, SetupFailure> open_ledger(
    const LedgerFiles& ledger, const std::filesystem::path& path,
    storage::DatabaseOptions options) {
  options.file_system = encrypted_with(ledger);
  options.lookups = storage::LookupChecks::Authenticated;
  auto database = storage::Database::open(path, options);
  if (database) {
    return std::move(*database);
  }
  // RocksDB's own words for a damaged file do not say what to do about it.
  if (const auto faults = ledger.faults->faults(); !faults.empty()) {
    return SetupFailure{"database: " + storage::describe(faults.front())};
  }
  if (database.error().error == storage::StorageError::Missing) {
    return SetupFailure{"there is no database in " + path.string() +
                        ": run `vitalstream ledger rebuild`, which begins a new one, and the "
                        "ledger is fetched from the others"};
  }
  return SetupFailure{"database: " + database.error().detail};
}

Result<void, SetupFailure> renew_identity(std::shared_ptr<const storage::Keyring> keyring,
                                          const std::filesystem::path& database) {
  const auto files = encrypted_with({.keyring = std::move(keyring)});
  if (const auto renewed = storage::rewrite_identity(*files, database); !renewed) {
    return SetupFailure{"database: " + renewed.error()};
  }
  return {};
}

}  // namespace vitalstream::node
