#pragma once
// DataDirectory: the place of everything that a node keeps, its lock and its identity. Opened first
// at startup, held until the process ends.
//
//   LOCK  identity.json  keyring  safety/ (the journal, a halt's note)  db/ (RocksDB)
//
// Making a directory has three steps: `open` makes it, marked CREATING; the caller makes journal
// and database in it; `finish_creation` writes the identity. A crash in between is continued by the
// next open. Without mark and identity a directory that holds anything is not ours and is refused.
// One thread.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "storage/directory_lock.hpp"
#include "storage/files/file_ops.hpp"
#include "storage/identity.hpp"
#include "storage/journal.hpp"

namespace vitalstream::storage {

enum class DirectoryError {
  Missing,     // there is none, and none shall be made
  Locked,      // another process uses it
  NotOurs,     // it holds files, but no identity
  Damaged,     // its identity cannot be read
  WrongChain,  // this and the next three: it belongs to something else
  WrongGenesis,
  WrongNode,
  NewerFormat,    // written by a newer version: a downgrade
  OlderFormat,    // needs a migration
  Denied,         // its owner or mode does not let us
  ReadOnly,       // its file system is
  NotADirectory,  // something else has its name
  NoParent,       // the folder to make it in does not exist
  Full,
  Io,
};

struct DirectoryFailure {
  DirectoryError error;
  std::string detail;  // the values that differ, the process that holds the lock
};

[[nodiscard]] std::string_view to_string(DirectoryError error);

enum class MissingDirectory { Create, Refuse };

// The directory's contents without its lock: what has to survive a crash at any file operation.
struct DirectoryState {
  bool is_new = false;
};

[[nodiscard]] Result<DirectoryState, DirectoryFailure> check_directory(
    FileOps& files, const std::filesystem::path& path, const Identity& identity);
[[nodiscard]] Result<void, DirectoryFailure> write_identity(FileOps& files,
                                                            const std::filesystem::path& path,
                                                            const Identity& identity);

// Where the safety record of a data directory lies.
[[nodiscard]] std::filesystem::path safety_path(const std::filesystem::path& data);

class DataDirectory {
 public:
  [[nodiscard]] static Result<DataDirectory, DirectoryFailure> open(FileOps& files,
                                                                    std::filesystem::path path,
                                                                    const Identity& identity,
                                                                    MissingDirectory missing);

  // Whether it is still being made: no journal in it has ever been used.
  [[nodiscard]] bool is_new() const { return state_.is_new; }

  // Makes the directory this node's for good; to be called when journal and database exist.
  [[nodiscard]] Result<void, DirectoryFailure> finish_creation(FileOps& files);

  [[nodiscard]] const Identity& identity() const { return identity_; }
  [[nodiscard]] JournalPlace journal_place() const;
  [[nodiscard]] std::filesystem::path database_path() const;
  // While a damaged database is being replaced: the new one, then the old one (node
  // rebuild_ledger.hpp).
  [[nodiscard]] std::filesystem::path rebuilt_database_path() const;
  [[nodiscard]] std::filesystem::path damaged_database_path() const;
  // Where encrypted files may lie, the database first.
  [[nodiscard]] std::vector<std::filesystem::path> encrypted_paths() const;

 private:
  DataDirectory(std::filesystem::path path, Identity identity, DirectoryLock lock);

  std::filesystem::path path_;
  Identity identity_;
  DirectoryLock lock_;
  DirectoryState state_;
};

}  // namespace vitalstream::storage
