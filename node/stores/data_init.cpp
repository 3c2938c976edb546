#include "node/stores/data_init.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "base/byte_writer.hpp"
#include "base/result.hpp"
#include "consensus/core/journal_record.hpp"
#include "node/stores/data_place.hpp"
#include "node/stores/ledger_keys.hpp"
#include "node/stores/own_key.hpp"
#include "node/stores/safety_record.hpp"
#include "node/stores/swap_databases.hpp"
#include "storage/data_directory.hpp"
#include "storage/database.hpp"
#include "storage/files/posix_file_ops.hpp"

namespace vitalstream::node {
namespace {

Bytes first_record(std::optional<consensus::View> vote_above) {
  ByteWriter writer;
  consensus::write_journal_record(writer, consensus::NewRecord{consensus::Epoch{1}, vote_above});
  return writer.take();
}

Result<void, SetupFailure> make_database(const storage::DataDirectory& directory,
                                         std::shared_ptr<const storage::Keyring> keyring) {
  storage::DatabaseOptions options;
  options.missing = storage::MissingDatabase::Create;
  const auto database =
      open_ledger({.keyring = std::move(keyring)}, directory.database_path(), options);
  if (!database) {
    return database.error();
  }
  if (const auto synced = (*database)->sync(); !synced) {
    return SetupFailure{"database: " + std::string(storage::to_string(synced.error()))};
  }
  return {};
}

Result<void, SetupFailure> make_journal(RecordFiles& files, const storage::JournalPlace& place) {
  auto opened = storage::Journal::create(files.ops(), place);
  if (!opened) {
    return describe_record(opened.error(), files);
  }
  // A record that begins with this one says: nothing was ever signed before it.
  opened->journal->append(first_record(consensus::View{0}));
  if (const auto synced = opened->journal->sync(); !synced) {
    return describe_record(synced.error(), files);
  }
  return {};
}

// What making data needs: whose it is, and the key that seals it.
struct Owner {
  LoadedGenesis genesis;
  std::unique_ptr<crypto::provider::KeyProvider> provider;
};

Result<Owner, SetupFailure> find_owner(const Config& config) {
  VS_TRY(genesis, load_genesis(config));
  VS_TRY(provider, open_own_key(config, genesis));
  return Owner{std::move(genesis), std::move(provider)};
}

}  // namespace

Result<void, SetupFailure> create_data(const Config& config) {
  const auto owner = find_owner(config);
  if (!owner) {
    return owner.error();
  }
  storage::PosixFileOps files;
  auto directory = storage::DataDirectory::open(files, config.data_dir, identity_of(owner->genesis),
                                                storage::MissingDirectory::Create);
  if (!directory) {
    return describe(directory.error(), config);
  }
  if (!directory->is_new()) {
    return SetupFailure{config.data_dir.string() + " is initialised already"};
  }
  VS_TRY(opened,
         open_keyring(files, config, owner->genesis, *owner->provider, MissingKeyring::Create));
  const std::shared_ptr<const storage::Keyring> keyring = std::move(opened);
  RecordFiles record_files(files, keyring);
  VS_RETURN_IF_ERROR(make_journal(record_files, directory->journal_place()));
  VS_RETURN_IF_ERROR(make_database(*directory, keyring));
  if (const auto finished = directory->finish_creation(files); !finished) {
    return describe(finished.error(), config);
  }
  return {};
}

Result<void, SetupFailure> begin_lost_record(RecordFiles& files,
                                             const storage::DataDirectory& directory) {
  const std::vector<Bytes> records{first_record(std::nullopt)};
  const auto opened =
      storage::Journal::start_new_record(files.ops(), directory.journal_place(), records);
  if (!opened) {
    return describe_record(opened.error(), files);
  }
  storage::PosixFileOps clear;
  if (const auto removed = storage::remove_halt_note(clear, directory.journal_place().directory);
      !removed) {
    return SetupFailure{"the note of a halt cannot be removed: " +
                        std::string(storage::to_string(removed.error()))};
  }
  return {};
}

Result<void, SetupFailure> start_new_safety_record(const Config& config) {
  const auto owner = find_owner(config);
  if (!owner) {
    return owner.error();
  }
  storage::PosixFileOps files;
  auto directory = storage::DataDirectory::open(files, config.data_dir, identity_of(owner->genesis),
                                                storage::MissingDirectory::Create);
  if (!directory) {
    return describe(directory.error(), config);
  }
  // A database that is made here must not stand in the place of a rebuilt one.
  VS_RETURN_IF_ERROR(check_swap(files, database_places(*directory)));
  auto opened = open_keyring(files, config, owner->genesis, *owner->provider,
                             directory->is_new() ? MissingKeyring::Create : MissingKeyring::Refuse);
  if (!opened) {
    return opened.error();
  }
  const std::shared_ptr<const storage::Keyring> keyring = std::move(*opened);
  RecordFiles record_files(files, keyring);
  VS_RETURN_IF_ERROR(begin_lost_record(record_files, *directory));
  VS_RETURN_IF_ERROR(make_database(*directory, keyring));
  if (directory->is_new()) {
    if (const auto finished = directory->finish_creation(files); !finished) {
      return describe(finished.error(), config);
    }
  }
  return {};
}

}  // namespace vitalstream::node
