#pragma once
// What a keyring keeps secret: the generations of data keys, oldest first. Exactly one is active,
// the newest. Called by the keyring only; values of one thread.

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "storage/encrypted_fs/data_keys.hpp"

namespace vitalstream::storage {

enum class KeyState : std::uint8_t {
  Active = 1,
  ReadOnly = 2,
  // Nothing is left of it, and its key is destroyed: a key that opens nothing can only leak.
  Retired = 3,
};

[[nodiscard]] std::string_view to_string(KeyState state);

struct GenerationInfo {
  KeyGeneration generation;
  UnixMs created;
  KeyState state = KeyState::Active;
  friend bool operator==(const GenerationInfo&, const GenerationInfo&) = default;
};

struct KeyringEntry {
  GenerationInfo info;
  DataKey key;  // null if retired
};

struct KeyringContents {
  DatabaseId database_id{};
  std::vector<KeyringEntry> entries;
};

// The bytes that are encrypted, in guarded memory from the first to the last.
[[nodiscard]] crypto::SecretBytes encode_contents(const KeyringContents& contents);

// Nothing unless the bytes are such contents, with every rule above kept.
[[nodiscard]] std::optional<KeyringContents> decode_contents(ByteView bytes);

[[nodiscard]] bool equal_contents(const KeyringContents& left, const KeyringContents& right);

}  // namespace vitalstream::storage
