#include "node/upkeep/backup_ledger.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "base/result.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/stores/checkpoint.hpp"
#include "node/stores/data_init.hpp"
#include "node/stores/own_key.hpp"
#include "node/upkeep/checkpoint_request.hpp"
#include "node/upkeep/stopped_node.hpp"
#include "storage/backup/archive_reader.hpp"
#include "storage/backup/archive_writer.hpp"
#include "storage/backup/backup_folder.hpp"
#include "storage/backup/read_backup.hpp"
#include "storage/backup/take_backup.hpp"
#include "storage/directory_lock.hpp"

namespace vitalstream::node {
namespace {

namespace fs = std::filesystem;
using storage::BackupError;
using storage::BackupFailure;

SetupFailure describe(const BackupFailure& failure) {
  return {std::string(storage::to_string(failure.error)) +
          (failure.detail.empty() ? "" : ": " + failure.detail)};
}

bool is_archive(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".tar.gz") || name.ends_with(".tgz");
}

// Somebody who writes x.zip does not mean a folder of that name.
bool is_other_archive(const fs::path& path) {
  constexpr std::array<std::string_view, 6> kEndings{".zip", ".tar", ".gz", ".xz", ".zst", ".bz2"};
  return !is_archive(path) &&
         std::ranges::find(kEndings, path.extension().string()) != kEndings.end();
}

std::unique_ptr<storage::BackupSource> open_source(storage::FileOps& files, const fs::path& path) {
  if (is_archive(path)) {
    return std::make_unique<storage::ArchiveReader>(path);
  }
  return std::make_unique<storage::BackupFolder>(files, path);
}

std::unique_ptr<storage::BackupSink> open_sink(storage::FileOps& files, const fs::path& path) {
  if (is_archive(path)) {
    return std::make_unique<storage::ArchiveWriter>(files, path);
  }
  return std::make_unique<storage::BackupFolder>(files, path);
}

using DatabasePtr = std::unique_ptr<storage::Database>;

Result<DatabasePtr, SetupFailure> open_to_read(std::shared_ptr<const storage::DataKeys> keys,
                                               const fs::path& path) {
  storage::DatabaseOptions options;
  options.access = storage::DatabaseAccess::Read;
  return open_ledger({.keyring = std::move(keys)}, path, options);
}

SetupFailure unreadable(storage::StorageError error) {
  return {"database: " + std::string(storage::to_string(error))};
}

Result<storage::Tip, SetupFailure> tip_in(const storage::Database& database) {
  const auto tip = database.latest().tip();
  if (!tip) {
    return unreadable(tip.error());
  }
  return tip->value_or(storage::Tip{});
}

// The files of a node that stands still are a checkpoint as they are.
Result<storage::Tip, SetupFailure> tip_of(const StoppedNode& node) {
  VS_TRY(database, open_to_read(node.keyring, node.directory->database_path()));
  return tip_in(*database);
}

struct Copied {
  fs::path folder;
  storage::Tip tip;
};

Result<storage::BackupSummary, SetupFailure> copy(const Copied& from,
                                                  const storage::Identity& identity,
                                                  const fs::path& target,
                                                  const storage::BackupProgress& progress) {
  storage::PosixFileOps files;
  const auto sink = open_sink(files, target);
  auto taken =
      storage::take_backup({from.folder, identity, from.tip, read_clock().wall}, *sink, progress);
  return taken ? Result<storage::BackupSummary, SetupFailure>(std::move(*taken))
               : Result<storage::BackupSummary, SetupFailure>(describe(taken.error()));
}

SetupFailure describe(const storage::DirectoryFailure& failure, const fs::path& data_dir) {
  return {data_dir.string() + ": " + std::string(storage::to_string(failure.error)) +
          (failure.detail.empty() ? "" : ": " + failure.detail)};
}

// What an interrupted restore has left may be of another backup, and goes.
Result<storage::DataDirectory, SetupFailure> open_empty(storage::FileOps& files,
                                                        const fs::path& data_dir,
                                                        const storage::Identity& identity) {
  auto directory =
      storage::DataDirectory::open(files, data_dir, identity, storage::MissingDirectory::Create);
  if (!directory) {
    return describe(directory.error(), data_dir);
  }
  if (!directory->is_new()) {
    return describe({BackupError::NotEmpty, data_dir.string() + " holds a ledger"});
  }
  std::error_code error;
  fs::remove_all(directory->database_path(), error);
  if (error) {
    return SetupFailure{directory->database_path().string() + ": " + error.message()};
  }
  return std::move(*directory);
}

// The keyring that came with the backup.
Result<std::shared_ptr<storage::Keyring>, SetupFailure> open_restored_keyring(
    storage::FileOps& files, const Config& config, const LoadedGenesis& genesis) {
  VS_TRY(provider, open_own_key(config, genesis));
  VS_TRY(keyring, open_keyring(files, config, genesis, *provider, MissingKeyring::Refuse));
  return std::shared_ptr<storage::Keyring>(std::move(keyring));
}

// Anybody can write a manifest; the files are encrypted. The newest block that the files hold, if
// the block that the manifest names as the newest is among them: the manifest is written first, so
// that there may be more.
Result<storage::Tip, SetupFailure> compare_with_manifest(const storage::Database& database,
                                                         const storage::Tip& claimed) {
  VS_TRY(tip, tip_in(database));
  std::optional<storage::BlockDigest> held = storage::Tip{}.digest;
  if (claimed.height != storage::Height{}) {
    const auto block = database.latest().block(claimed.height);
    if (!block) {
      return unreadable(block.error());
    }
    held = *block ? std::optional((*block)->digest) : std::nullopt;
  }
  if (held != claimed.digest) {
    return SetupFailure{
        "the manifest is not that of these files: it names block " +
        std::to_string(claimed.height.value()) + " as the newest, and the files hold " +
        (held ? "another one there" : "none beyond " + std::to_string(tip.height.value()))};
  }
  return tip;
}

Result<storage::Tip, SetupFailure> tip_of_restored(const std::shared_ptr<storage::Keyring>& keyring,
                                                   const storage::DataDirectory& directory,
                                                   const storage::Tip& claimed) {
  VS_TRY(database, open_to_read(keyring, directory.database_path()));
  return compare_with_manifest(*database, claimed);
}

}  // namespace

Result<storage::BackupSummary, SetupFailure> backup_ledger(
    const Config& config, const fs::path& target, const storage::BackupProgress& progress) {
  if (is_other_archive(target)) {
    return SetupFailure{target.string() + ": write a folder, or FILE.tar.gz"};
  }
  VS_TRY(genesis, load_genesis(config));
  std::optional<storage::LockFailure> holder;
  if (const auto lock = storage::DirectoryLock::acquire(config.data_dir); !lock) {
    if (!lock.error().is_held_by_other) {
      return SetupFailure{config.data_dir.string() + ": " + lock.error().detail};
    }
    holder = lock.error();
  }
  if (!holder) {
    VS_TRY(node, open_stopped_node(config));
    const auto tip = tip_of(node);
    return tip ? copy({config.data_dir, *tip}, identity_of(genesis), target, progress)
               : Result<storage::BackupSummary, SetupFailure>(tip.error());
  }
  VS_TRY(checkpoint, TakenCheckpoint::ask(config.data_dir, *holder));
  const auto tip = read_checkpoint_tip(checkpoint.folder());
  if (!tip) {
    return SetupFailure{checkpoint.folder().string() + " is no checkpoint"};
  }
  return copy({checkpoint.folder(), *tip}, identity_of(genesis), target, progress);
}

Result<storage::BackupSummary, SetupFailure> check_backup(const fs::path& source,
                                                          const storage::BackupProgress& progress) {
  storage::PosixFileOps files;
  auto checked = storage::verify_backup(*open_source(files, source), progress);
  if (!checked) {
    return describe(checked.error());
  }
  return std::move(*checked);
}

Result<storage::BackupManifest, SetupFailure> restore_ledger(
    const Config& config, const fs::path& source, const storage::BackupProgress& progress) {
  VS_TRY(genesis, load_genesis(config));
  const storage::Identity identity = identity_of(genesis);
  storage::PosixFileOps files;
  const auto backup = open_source(files, source);
  auto manifest = backup->manifest();
  if (!manifest) {
    return describe(manifest.error());
  }
  if (manifest->identity != identity) {
    return describe({BackupError::OtherLedger, "it holds " + storage::describe(manifest->identity) +
                                                   ", and the configuration is of " +
                                                   storage::describe(identity)});
  }
  VS_TRY(directory, open_empty(files, config.data_dir, identity));
  if (const auto unpacked =
          storage::unpack_backup(*backup, *manifest, files, config.data_dir, progress);
      !unpacked) {
    return describe(unpacked.error());
  }
  VS_TRY(keyring, open_restored_keyring(files, config, genesis));
  VS_TRY(tip, tip_of_restored(keyring, directory, manifest->tip));
  manifest->tip = tip;
  RecordFiles record_files(files, keyring);
  VS_RETURN_IF_ERROR(begin_lost_record(record_files, directory));
  if (const auto finished = directory.finish_creation(files); !finished) {
    return describe(finished.error(), config.data_dir);
  }
  return std::move(*manifest);
}

}  // namespace vitalstream::node
