#pragma once
// KeyCache: public keys decoded once for many verifications. Bounded; what it forgets is decoded
// again, so that it never influences an outcome. An object of its owner (one per verifying thread);
// not to be shared between threads.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <variant>

#include "base/bytes.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/ed25519.hpp"
#include "crypto/limits.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto {

// A decoded key of either algorithm. A plain value, to be shared freely.
class DecodedKey {
 public:
  // Nothing unless the bytes are a point of the algorithm's curve.
  [[nodiscard]] static std::optional<DecodedKey> decode(const PublicKey& key);
  [[nodiscard]] bool verify(ByteView message, ByteView signature) const;
  // By the strict rule (verify.hpp). The key has passed validate_public_key.
  [[nodiscard]] bool verify_strict(ByteView message, ByteView signature) const;
  // For a batch; null if it is of the other algorithm.
  [[nodiscard]] const Ed25519Key* ed25519() const { return std::get_if<Ed25519Key>(&key_); }

 private:
  using Key = std::variant<Ed25519Key, EcdsaP256Key>;
  explicit DecodedKey(Key key) : key_(std::move(key)) {}

  Key key_;
};

class KeyCache {
 public:
  explicit KeyCache(std::size_t keys_max = kCachedKeysMax) : generation_keys_max_(keys_max / 2) {}

  // Null if the key does not decode. Valid until the next call.
  [[nodiscard]] const DecodedKey* find_or_decode(const PublicKey& key);
  // Null if the key does not pass validate_public_key either; that is asked once and kept as well.
  [[nodiscard]] const DecodedKey* find_valid(const PublicKey& key);
  [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

 private:
  struct KeyHash {
    std::size_t operator()(const PublicKey& key) const noexcept;
  };
  enum class Validity : std::uint8_t { NotAsked, Valid, Invalid };
  struct Entry {
    DecodedKey key;
    Validity validity = Validity::NotAsked;
  };
  using Generation = std::unordered_map<PublicKey, Entry, KeyHash>;

  Entry* find_entry(const PublicKey& key);
  Entry* insert(const PublicKey& key, Entry entry);

  // A key in use moves to the young generation; when that is full it becomes the old one and the
  // old one goes. This forgets roughly the least recently used keys, without a list of uses.
  std::size_t generation_keys_max_;
  Generation young_;
  Generation old_;
};

}  // namespace vitalstream::crypto
