#include "storage/data_directory.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hex.hpp"
#include "base/result.hpp"
#include "storage/files/synced_file.hpp"

namespace vitalstream::storage {
namespace {

using Path = std::filesystem::path;
using Outcome = Result<void, DirectoryFailure>;

constexpr const char* kIdentityName = "identity.json";
constexpr const char* kUnfinishedIdentityName = "identity.json.tmp";
constexpr const char* kCreatingName = "CREATING";
constexpr const char* kLockName = "LOCK";
// Made by file systems and volumes, not by anyone's data.
constexpr const char* kLostAndFoundName = "lost+found";

DirectoryError to_directory_error(FileError error) {
  switch (error) {
    case FileError::NotFound:
      return DirectoryError::Missing;
    case FileError::Denied:
      return DirectoryError::Denied;
    case FileError::ReadOnly:
      return DirectoryError::ReadOnly;
    case FileError::NotADirectory:
      return DirectoryError::NotADirectory;
    case FileError::TooLong:
    case FileError::Damaged:
      return DirectoryError::Damaged;
    case FileError::Full:
      return DirectoryError::Full;
    case FileError::NoDescriptors:
    case FileError::Io:
      return DirectoryError::Io;
  }
  return DirectoryError::Io;
}

DirectoryFailure failure(FileError error, const Path& path) {
  return {to_directory_error(error), path.string() + ": " + std::string(to_string(error))};
}

DirectoryFailure mismatch(DirectoryError error, const std::string& found,
                          const std::string& expected) {
  return {error, "the data directory has '" + found + "', this node has '" + expected + "'"};
}

Outcome compare(const Identity& found, const Identity& expected) {
  if (found.format_version > expected.format_version) {
    return mismatch(DirectoryError::NewerFormat, std::to_string(found.format_version),
                    std::to_string(expected.format_version));
  }
  if (found.format_version < expected.format_version) {
    return mismatch(DirectoryError::OlderFormat, std::to_string(found.format_version),
                    std::to_string(expected.format_version));
  }
  if (found.chain != expected.chain) {
    return mismatch(DirectoryError::WrongChain, found.chain.value(), expected.chain.value());
  }
  if (found.genesis != expected.genesis) {
    return mismatch(DirectoryError::WrongGenesis, to_hex(found.genesis.view()),
                    to_hex(expected.genesis.view()));
  }
  if (found.node != expected.node) {
    return mismatch(DirectoryError::WrongNode, found.node.value(), expected.node.value());
  }
  return {};
}

Outcome compare_with_file(FileOps& files, const Path& path, const Identity& expected) {
  const auto contents = files.read(path / kIdentityName, kIdentityFileBytesMax);
  if (!contents) {
    return failure(contents.error(), path / kIdentityName);
  }
  const auto found = identity_from_json(as_text(*contents));
  if (!found) {
    return DirectoryFailure{DirectoryError::Damaged, (path / kIdentityName).string()};
  }
  return compare(*found, expected);
}

Outcome mark_creating(FileOps& files, const Path& path) {
  if (auto written = write_synced_file(files, path / kCreatingName, {}); !written) {
    return failure(written.error(), path / kCreatingName);
  }
  if (auto synced = files.sync_directory(path); !synced) {
    return failure(synced.error(), path);
  }
  return {};
}

bool holds(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool holds_foreign(const std::vector<std::string>& names) {
  return std::ranges::any_of(names, [](const std::string& name) {
    return name != kLockName && name != kLostAndFoundName;
  });
}

}  // namespace

std::string_view to_string(DirectoryError error) {
  switch (error) {
    case DirectoryError::Missing:
      return "the data directory does not exist, or is empty";
    case DirectoryError::Locked:
      return "the data directory is in use";
    case DirectoryError::NotOurs:
      return "the directory holds files but no identity";
    case DirectoryError::Damaged:
      return "the identity of the data directory cannot be read";
    case DirectoryError::WrongChain:
      return "the data directory belongs to another chain";
    case DirectoryError::WrongGenesis:
      return "the data directory belongs to another genesis";
    case DirectoryError::WrongNode:
      return "the data directory belongs to another node";
    case DirectoryError::NewerFormat:
      return "the data directory was written by a newer version";
    case DirectoryError::OlderFormat:
      return "the data directory was written by an older version";
    case DirectoryError::Denied:
      return "no permission for the data directory";
    case DirectoryError::ReadOnly:
      return "the file system of the data directory is read-only";
    case DirectoryError::NotADirectory:
      return "this is no directory";
    case DirectoryError::NoParent:
      return "the folder in which the data directory should be made does not exist: make it first";
    case DirectoryError::Full:
      return "no space left for the data directory";
    case DirectoryError::Io:
      return "the data directory cannot be read or written";
  }
  return "unknown";
}

Result<DirectoryState, DirectoryFailure> check_directory(FileOps& files, const Path& path,
                                                         const Identity& identity) {
  const auto names = files.list(path);
  if (!names) {
    return failure(names.error(), path);
  }
  if (holds(*names, kIdentityName)) {
    VS_RETURN_IF_ERROR(compare_with_file(files, path, identity));
    if (holds(*names, kCreatingName)) {
      // The crash came between the identity and the removal of the mark; the name of the identity
      // may not be durable yet, and must be before the mark goes.
      if (auto synced = files.sync_directory(path); !synced) {
        return failure(synced.error(), path);
      }
      if (auto removed = files.unlink(path / kCreatingName); !removed) {
        return failure(removed.error(), path / kCreatingName);
      }
    }
    return DirectoryState{.is_new = false};
  }
  if (!holds(*names, kCreatingName)) {
    if (holds_foreign(*names)) {
      return DirectoryFailure{DirectoryError::NotOurs, path.string()};
    }
    VS_RETURN_IF_ERROR(mark_creating(files, path));
  }
  return DirectoryState{.is_new = true};
}

Outcome write_identity(FileOps& files, const Path& path, const Identity& identity) {
  const Path unfinished = path / kUnfinishedIdentityName;
  if (auto written = write_synced_file(files, unfinished, as_bytes(to_json(identity))); !written) {
    return failure(written.error(), unfinished);
  }
  if (auto named = files.rename(unfinished, path / kIdentityName); !named) {
    return failure(named.error(), path / kIdentityName);
  }
  if (auto durable = files.sync_directory(path); !durable) {
    return failure(durable.error(), path);
  }
  if (auto removed = files.unlink(path / kCreatingName); !removed) {
    return failure(removed.error(), path / kCreatingName);
  }
  if (auto durable = files.sync_directory(path); !durable) {
    return failure(durable.error(), path);
  }
  return {};
}

Path safety_path(const Path& data) { return data / "safety"; }

DataDirectory::DataDirectory(Path path, Identity identity, DirectoryLock lock)
    : path_(std::move(path)), identity_(std::move(identity)), lock_(std::move(lock)) {}

Result<DataDirectory, DirectoryFailure> DataDirectory::open(FileOps& files, Path path,
                                                            const Identity& identity,
                                                            MissingDirectory missing) {
  if (missing == MissingDirectory::Refuse) {
    const auto names = files.list(path);
    if (!names) {
      return failure(names.error(), path);
    }
    if (!holds_foreign(*names)) {
      return failure(FileError::NotFound, path);
    }
  }
  if (auto made = files.make_directory(path); !made) {
    return made.error() == FileError::NotFound
               ? DirectoryFailure{DirectoryError::NoParent, path.parent_path().string()}
               : failure(made.error(), path);
  }
  if (auto durable = files.sync_directory(std::filesystem::absolute(path).parent_path());
      !durable && durable.error() != FileError::Denied && durable.error() != FileError::ReadOnly) {
    return failure(durable.error(), path.parent_path());
  }
  auto lock = DirectoryLock::acquire(path);
  if (!lock) {
    return DirectoryFailure{
        lock.error().is_held_by_other ? DirectoryError::Locked : DirectoryError::Io,
        lock.error().detail};
  }
  DataDirectory directory(std::move(path), identity, std::move(*lock));
  VS_TRY(state, check_directory(files, directory.path_, identity));
  directory.state_ = state;
  return directory;
}

Outcome DataDirectory::finish_creation(FileOps& files) {
  if (!state_.is_new) {
    return {};
  }
  VS_RETURN_IF_ERROR(write_identity(files, path_, identity_));
  state_.is_new = false;
  return {};
}

JournalPlace DataDirectory::journal_place() const {
  return {.directory = safety_path(path_), .identity = journal_identity(identity_)};
}

std::filesystem::path DataDirectory::database_path() const { return path_ / "db"; }

std::filesystem::path DataDirectory::rebuilt_database_path() const { return path_ / "db.rebuild"; }

std::filesystem::path DataDirectory::damaged_database_path() const { return path_ / "db.damaged"; }

std::vector<std::filesystem::path> DataDirectory::encrypted_paths() const {
  return {database_path(), journal_place().directory, rebuilt_database_path(),
          damaged_database_path()};
}

}  // namespace vitalstream::storage
