#include "crypto/key_cache.hpp"

#include <algorithm>
#include <string_view>

#include "base/assert.hpp"

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

const DecodedKey* KeyCache::find_or_decode(const PublicKey& key) {
  if (const auto young = young_.find(key); young != young_.end()) {
    return &young->second;
  }
  if (const auto old = old_.find(key); old != old_.end()) {
    return insert(key, old->second);
  }
  std::optional<DecodedKey> decoded = DecodedKey::decode(key);
  return decoded ? insert(key, *std::move(decoded)) : nullptr;
}

std::size_t KeyCache::KeyHash::operator()(const PublicKey& key) const noexcept {
  return std::hash<std::string_view>{}(as_text(key.bytes));
}

const DecodedKey* KeyCache::insert(const PublicKey& key, DecodedKey decoded) {
  if (young_.size() >= std::max<std::size_t>(generation_keys_max_, 1)) {
    old_ = std::move(young_);
    young_ = Generation{};
  }
  return &young_.insert_or_assign(key, std::move(decoded)).first->second;
}

}  // namespace vitalstream::crypto
