#include "crypto/key_cache.hpp"

#include <algorithm>
#include <string_view>

#include "base/assert.hpp"
#include "crypto/key_validation.hpp"

namespace vitalstream::crypto {

std::optional<DecodedKey> DecodedKey::decode(const PublicKey& key) {
  switch (key.algorithm) {
    case SignatureAlgorithm::Ed25519:
      if (const auto decoded = Ed25519Key::decode(key.bytes)) {
        return DecodedKey(Key(*decoded));
      }
      return std::nullopt;
    case SignatureAlgorithm::EcdsaP256Sha256:
      if (const auto decoded = EcdsaP256Key::decode(key.bytes)) {
        return DecodedKey(Key(*decoded));
      }
      return std::nullopt;
  }
  base::assertion_failed("a known algorithm", __FILE__, __LINE__);
}

bool DecodedKey::verify(ByteView message, ByteView signature) const {
  return std::visit([&](const auto& key) { return key.verify(message, signature); }, key_);
}

bool DecodedKey::verify_strict(ByteView message, ByteView signature) const {
  if (const Ed25519Key* key = ed25519()) {
    return key->verify_strict(message, signature);
  }
  return verify(message, signature);
}

const DecodedKey* KeyCache::find_or_decode(const PublicKey& key) {
  const Entry* entry = find_entry(key);
  return entry == nullptr ? nullptr : &entry->key;
}

const DecodedKey* KeyCache::find_valid(const PublicKey& key) {
  Entry* entry = find_entry(key);
  if (entry == nullptr) {
    return nullptr;
  }
  if (entry->validity == Validity::NotAsked) {
    entry->validity = validate_public_key(key) ? Validity::Valid : Validity::Invalid;
  }
  return entry->validity == Validity::Valid ? &entry->key : nullptr;
}

KeyCache::Entry* KeyCache::find_entry(const PublicKey& key) {
  if (const auto young = young_.find(key); young != young_.end()) {
    return &young->second;
  }
  if (const auto old = old_.find(key); old != old_.end()) {
    return insert(key, old->second);
  }
  std::optional<DecodedKey> decoded = DecodedKey::decode(key);
  return decoded ? insert(key, {*std::move(decoded)}) : nullptr;
}

std::size_t KeyCache::KeyHash::operator()(const PublicKey& key) const noexcept {
  return std::hash<std::string_view>{}(as_text(key.bytes));
}

KeyCache::Entry* KeyCache::insert(const PublicKey& key, Entry entry) {
  if (young_.size() >= std::max<std::size_t>(generation_keys_max_, 1)) {
    old_ = std::move(young_);
    young_ = Generation{};
  }
  return &young_.insert_or_assign(key, std::move(entry)).first->second;
}

}  // namespace vitalstream::crypto
