#include "storage/keyring/keyring.hpp"

#include <algorithm>
#include <utility>

#include "base/result.hpp"
#include "crypto/provider/random.hpp"
#include "storage/files/synced_file.hpp"
#include "storage/keyring/limits.hpp"

namespace vitalstream::storage {
namespace {

constexpr const char* kName = "keyring";
constexpr const char* kUnfinishedName = "keyring.tmp";
constexpr KeyGeneration kFirstGeneration{1};

KeyringFailure failure(FileError error, const std::filesystem::path& path) {
  const std::string detail = path.string() + ": " + std::string(to_string(error));
  switch (error) {
    case FileError::NotFound:
      return {.error = KeyringError::Missing, .detail = path.string()};
    case FileError::TooLong:
    case FileError::Damaged:
      return {.error = KeyringError::Damaged, .detail = detail, .part = KeyringPart::End};
    case FileError::Full:
      return {.error = KeyringError::Full, .detail = detail};
    case FileError::Denied:
    case FileError::ReadOnly:
    case FileError::NotADirectory:
    case FileError::NoDescriptors:
    case FileError::Io:
      return {.error = KeyringError::Io, .detail = detail};
  }
  return {.error = KeyringError::Io, .detail = detail};
}

KeyringEntry new_entry(KeyGeneration generation, UnixMs now) {
  return {{.generation = generation, .created = now, .state = KeyState::Active},
          std::make_shared<crypto::SecretBytes>(crypto::provider::random_secret(kDataKeyBytes))};
}

auto entry_of(auto& entries, KeyGeneration generation) {
  return std::ranges::find(entries, generation,
                           [](const KeyringEntry& entry) { return entry.info.generation; });
}

// A process that was killed may have left name and contents that are not durable yet; they must be
// before a file is written with a key that only this keyring holds.
Result<void, FileError> make_durable(FileOps& files, const std::filesystem::path& directory) {
  VS_TRY(file, files.open_append(directory / kName));
  VS_RETURN_IF_ERROR(file->sync());
  return files.sync_directory(directory);
}

}  // namespace

Keyring::Keyring(FileOps& files, KeyringPlace place) : files_(files), place_(std::move(place)) {}

Result<std::unique_ptr<Keyring>, KeyringFailure> Keyring::create(FileOps& files,
                                                                 const KeyringPlace& place,
                                                                 KeyProvider& provider,
                                                                 UnixMs now) {
  const auto names = files.list(place.directory);
  if (!names) {
    return failure(names.error(), place.directory);
  }
  if (std::ranges::find(*names, kName) != names->end()) {
    return KeyringFailure{.error = KeyringError::AlreadyExists,
                          .detail = (place.directory / kName).string()};
  }
  std::unique_ptr<Keyring> keyring(new Keyring(files, place));
  crypto::provider::fill_random(keyring->database_id_);
  KeyringContents contents{keyring->database_id_, {}};
  contents.entries.push_back(new_entry(kFirstGeneration, now));
  if (const Changed made = keyring->replace(std::move(contents), provider); !made) {
    return made.error();
  }
  return keyring;
}

Result<std::unique_ptr<Keyring>, KeyringFailure> Keyring::open(FileOps& files,
                                                               const KeyringPlace& place,
                                                               KeyProvider& provider) {
  const auto file = files.read(place.directory / kName, kKeyringFileBytesMax);
  if (!file) {
    return failure(file.error(), place.directory / kName);
  }
  VS_TRY(decrypted, decrypt_keyring(*file, place.owner, provider));
  if (const auto durable = make_durable(files, place.directory); !durable) {
    return failure(durable.error(), place.directory / kName);
  }
  std::unique_ptr<Keyring> keyring(new Keyring(files, place));
  keyring->database_id_ = decrypted.contents.database_id;
  keyring->entries_ = std::move(decrypted.contents.entries);
  keyring->epoch_ = decrypted.epoch;
  return keyring;
}

ActiveKey Keyring::active() const {
  const std::lock_guard lock(mutex_);
  return {entries_.back().info.generation, entries_.back().key};
}

DataKey Keyring::find(KeyGeneration generation) const {
  const std::lock_guard lock(mutex_);
  const auto found = entry_of(entries_, generation);
  return found == entries_.end() ? nullptr : found->key;
}

std::vector<GenerationInfo> Keyring::generations() const {
  const std::lock_guard lock(mutex_);
  std::vector<GenerationInfo> infos;
  for (const KeyringEntry& entry : entries_) {
    infos.push_back(entry.info);
  }
  return infos;
}

Keyring::Changed Keyring::rewrap(KeyProvider& provider) { return replace(copy(), provider); }

Keyring::Changed Keyring::add_generation(KeyProvider& provider, UnixMs now) {
  KeyringContents contents = copy();
  if (contents.entries.size() >= kKeyGenerationsMax) {
    return KeyringFailure{.error = KeyringError::TooManyGenerations, .detail = {}};
  }
  GenerationInfo& before = contents.entries.back().info;
  before.state = KeyState::ReadOnly;
  contents.entries.push_back(new_entry(next(before.generation), now));
  return replace(std::move(contents), provider);
}

Keyring::Changed Keyring::retire(KeyProvider& provider, KeyGeneration generation,
                                 RemainingBytes remaining) {
  KeyringContents contents = copy();
  const auto found = entry_of(contents.entries, generation);
  const std::string number = std::to_string(generation.value());
  if (found == contents.entries.end()) {
    return KeyringFailure{.error = KeyringError::UnknownGeneration, .detail = number};
  }
  if (found->info.state == KeyState::Active) {
    return KeyringFailure{.error = KeyringError::ActiveGeneration, .detail = number};
  }
  if (remaining.value() != 0) {
    return KeyringFailure{
        .error = KeyringError::StillUsed,
        .detail = std::to_string(remaining.value()) + " bytes of generation " + number};
  }
  if (found->info.state == KeyState::Retired) {
    return {};
  }
  found->info.state = KeyState::Retired;
  found->key = nullptr;
  return replace(std::move(contents), provider);
}

KeyringContents Keyring::copy() const {
  const std::lock_guard lock(mutex_);
  return {database_id_, entries_};
}

Keyring::Changed Keyring::replace(KeyringContents contents, KeyProvider& provider) {
  DecryptedKeyring keyring{std::move(contents), epoch_ + 1};
  if (const Changed written = write(keyring, provider); !written) {
    return written;
  }
  epoch_ = keyring.epoch;
  const std::lock_guard lock(mutex_);
  entries_ = std::move(keyring.contents.entries);
  return {};
}

Keyring::Changed Keyring::write(const DecryptedKeyring& keyring, KeyProvider& provider) {
  const std::filesystem::path unfinished = place_.directory / kUnfinishedName;
  if (has_failed_) {
    return KeyringFailure{.error = KeyringError::Io,
                          .detail = "an earlier operation on " + unfinished.string() + " failed"};
  }
  VS_TRY(file, encrypt_keyring(keyring, place_.owner, provider));
  if (const auto written = write_synced_file(files_, unfinished, file); !written) {
    return stop_writing(written.error());
  }
  const auto read = files_.read(unfinished, kKeyringFileBytesMax);
  if (!read) {
    return stop_writing(read.error());
  }
  VS_TRY(checked, decrypt_keyring(*read, place_.owner, provider));
  if (checked.epoch != keyring.epoch || !equal_contents(checked.contents, keyring.contents)) {
    return KeyringFailure{.error = KeyringError::Damaged,
                          .detail = "the written keyring opens to other keys",
                          .part = KeyringPart::Contents};
  }
  if (const auto named = files_.rename(unfinished, place_.directory / kName); !named) {
    return stop_writing(named.error());
  }
  if (const auto durable = files_.sync_directory(place_.directory); !durable) {
    return stop_writing(durable.error());
  }
  return {};
}

KeyringFailure Keyring::stop_writing(FileError error) {
  has_failed_ = true;
  KeyringFailure why = failure(error, place_.directory / kUnfinishedName);
  // A file that vanished while it was written is no missing keyring.
  if (why.error == KeyringError::Missing) {
    why.error = KeyringError::Io;
  }
  return why;
}

}  // namespace vitalstream::storage
