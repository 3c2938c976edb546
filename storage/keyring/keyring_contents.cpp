#include "storage/keyring/keyring_contents.hpp"

#include <algorithm>
#include <string_view>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "storage/keyring/limits.hpp"

namespace vitalstream::storage {
namespace {

std::optional<KeyState> key_state_of(std::uint8_t byte) {
  for (const KeyState state : {KeyState::Active, KeyState::ReadOnly, KeyState::Retired}) {
    if (static_cast<std::uint8_t>(state) == byte) {
      return state;
    }
  }
  return std::nullopt;
}

GenerationInfo read_row(ByteReader& reader) {
  GenerationInfo info;
  info.generation = KeyGeneration(reader.u32());
  info.created = UnixMs(reader.i64());
  const auto state = key_state_of(reader.u8());
  if (!state) {
    reader.fail();
    return info;
  }
  info.state = *state;
  return info;
}

// Ascending from 1 on; the last is active and no other.
bool is_valid(const std::vector<KeyringEntry>& entries) {
  KeyGeneration before;
  for (const KeyringEntry& entry : entries) {
    const bool is_last = &entry == &entries.back();
    if (entry.info.generation <= before || (entry.info.state == KeyState::Active) != is_last) {
      return false;
    }
    before = entry.info.generation;
  }
  return !entries.empty() && entries.size() <= kKeyGenerationsMax;
}

std::size_t keys_in(const std::vector<KeyringEntry>& entries) {
  return static_cast<std::size_t>(std::ranges::count_if(
      entries, [](const KeyringEntry& entry) { return entry.info.state != KeyState::Retired; }));
}

bool same_key(const DataKey& left, const DataKey& right) {
  return left && right ? crypto::equal_secrets(left->view(), right->view()) : left == right;
}

}  // namespace

std::string_view to_string(KeyState state) {
  switch (state) {
    case KeyState::Active:
      return "active";
    case KeyState::ReadOnly:
      return "read-only";
    case KeyState::Retired:
      return "retired";
  }
  base::assertion_failed("a known KeyState", __FILE__, __LINE__);
}

// What is not secret comes first and the keys after it, so that no key passes through a buffer
// that grows and leaves copies behind.
crypto::SecretBytes encode_contents(const KeyringContents& contents) {
  VS_ASSERT(is_valid(contents.entries));
  ByteWriter rows;
  rows.raw(contents.database_id);
  rows.u16(static_cast<std::uint16_t>(contents.entries.size()));
  for (const KeyringEntry& entry : contents.entries) {
    rows.u32(entry.info.generation.value());
    rows.i64(entry.info.created.value());
    rows.u8(static_cast<std::uint8_t>(entry.info.state));
  }
  crypto::SecretBytes encoded(rows.bytes().size() + keys_in(contents.entries) * kDataKeyBytes);
  auto target = std::ranges::copy(rows.bytes(), encoded.writable().begin()).out;
  for (const KeyringEntry& entry : contents.entries) {
    VS_ASSERT((entry.key == nullptr) == (entry.info.state == KeyState::Retired));
    if (entry.key) {
      VS_ASSERT(entry.key->size() == kDataKeyBytes);
      target = std::ranges::copy(entry.key->view(), target).out;
    }
  }
  return encoded;
}

std::optional<KeyringContents> decode_contents(ByteView bytes) {
  ByteReader reader(bytes);
  KeyringContents contents;
  const ByteView id = reader.raw(kDatabaseIdBytes);
  const std::size_t count = reader.count16(kKeyGenerationsMax, kGenerationRowBytes);
  contents.entries.reserve(count);
  for (std::size_t index = 0; index < count; ++index) {
    contents.entries.push_back({read_row(reader), nullptr});
  }
  if (reader.failed() || !is_valid(contents.entries)) {
    return std::nullopt;
  }
  for (KeyringEntry& entry : contents.entries) {
    if (entry.info.state != KeyState::Retired) {
      const ByteView key = reader.raw(kDataKeyBytes);
      if (reader.failed()) {
        return std::nullopt;
      }
      entry.key = std::make_shared<crypto::SecretBytes>(crypto::SecretBytes::copy_of(key));
    }
  }
  if (!reader.finished()) {
    return std::nullopt;
  }
  std::ranges::copy(id, contents.database_id.begin());
  return contents;
}

bool equal_contents(const KeyringContents& left, const KeyringContents& right) {
  return left.database_id == right.database_id &&
         std::ranges::equal(left.entries, right.entries,
                            [](const KeyringEntry& one, const KeyringEntry& other) {
                              return one.info == other.info && same_key(one.key, other.key);
                            });
}

}  // namespace vitalstream::storage
