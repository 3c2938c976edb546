#pragma once
// Keyring: the data keys under which a ledger lies encrypted, in the file `keyring` of its data
// directory. A key provider wraps what opens the file; lost provider, lost ledger. Made by `init`,
// opened at start, changed by rotation.
//
// Each change writes the whole file anew: to another name, synced, read back and decrypted as a
// check, then renamed, and the directory synced. A crash leaves the old keyring or the new one, and
// no generation is used before the keyring that holds it is durable. After a failed file operation
// nothing is written any more.
//
// The DataKeys side may be called from any thread at any time; changes come from one thread at a
// time and, since they ask the provider, may take kKeyringProviderTimeout.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/encrypted_fs/data_keys.hpp"
#include "storage/files/file_ops.hpp"
#include "storage/keyring/encrypt_keyring.hpp"

namespace vitalstream::storage {

struct KeyringPlace {
  std::filesystem::path directory;
  KeyringOwner owner;
};

// Of one generation, in bytes; whoever retires it has counted them, backups included.
using RemainingBytes = Strong<struct RemainingBytesTag, std::uint64_t>;

class Keyring final : public DataKeys {
 public:
  using KeyProvider = crypto::provider::KeyProvider;
  using Changed = Result<void, KeyringFailure>;

  // A random database id and the first generation. `files` outlives the keyring.
  [[nodiscard]] static Result<std::unique_ptr<Keyring>, KeyringFailure> create(
      FileOps& files, const KeyringPlace& place, KeyProvider& provider, UnixMs now);
  [[nodiscard]] static Result<std::unique_ptr<Keyring>, KeyringFailure> open(
      FileOps& files, const KeyringPlace& place, KeyProvider& provider);

  [[nodiscard]] ActiveKey active() const override;
  [[nodiscard]] DataKey find(KeyGeneration generation) const override;
  [[nodiscard]] const DatabaseId& database_id() const override { return database_id_; }

  // Oldest first; the last is active.
  [[nodiscard]] std::vector<GenerationInfo> generations() const;
  // How often it has been written.
  [[nodiscard]] std::uint64_t epoch() const { return epoch_; }

  // The same keys under a fresh unlock key, wrapped by this provider from now on.
  [[nodiscard]] Changed rewrap(KeyProvider& provider);
  // A new data key for the files that are written from now on.
  [[nodiscard]] Changed add_generation(KeyProvider& provider, UnixMs now);
  // Destroys the key of a generation of which nothing is left.
  [[nodiscard]] Changed retire(KeyProvider& provider, KeyGeneration generation,
                               RemainingBytes remaining);

 private:
  Keyring(FileOps& files, KeyringPlace place);
  [[nodiscard]] KeyringContents copy() const;
  [[nodiscard]] Changed replace(KeyringContents contents, KeyProvider& provider);
  [[nodiscard]] Changed write(const DecryptedKeyring& keyring, KeyProvider& provider);
  [[nodiscard]] KeyringFailure stop_writing(FileError error);

  FileOps& files_;
  const KeyringPlace place_;
  DatabaseId database_id_{};
  std::uint64_t epoch_ = 0;
  bool has_failed_ = false;
  mutable std::mutex mutex_;  // guards entries_
  std::vector<KeyringEntry> entries_;
};

}  // namespace vitalstream::storage
