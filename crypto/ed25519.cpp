#include "crypto/ed25519.hpp"

#include <cstdint>
#include <vector>

#include "base/assert.hpp"
#include "crypto/limits.hpp"

// crypto/ed25519/src/lib.rs.
extern "C" {
struct VsEd25519BatchItem {
  const void* key;
  const std::uint8_t* signature;
  const std::uint8_t* message;
  std::size_t message_bytes;
};
std::int32_t vs_ed25519_decode_key(const std::uint8_t* key, void* decoded);
std::int32_t vs_ed25519_verify(const void* decoded, const std::uint8_t* signature,
                               const std::uint8_t* message, std::size_t message_bytes);
std::int32_t vs_ed25519_verify_strict(const void* decoded, const std::uint8_t* signature,
                                      const std::uint8_t* message, std::size_t message_bytes);
std::int32_t vs_ed25519_verify_batch(const VsEd25519BatchItem* items, std::size_t count);
}

namespace vitalstream::crypto {
namespace {

constexpr std::int32_t kValid = 1;
constexpr std::int32_t kPanicked = -2;

constexpr std::size_t kScalarBytes = 32;
using Scalar = std::array<std::uint8_t, kScalarBytes>;

// Little-endian, as in the signature: the group order 2^252 +
// 27742317777372353535851937790883648493 and the field's prime 2^255 - 19.
constexpr Scalar kGroupOrder = {0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7,
                                0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10};
constexpr Scalar kFieldPrime = {0xED, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F};
// The highest bit of R's last byte is the sign of x, no part of y.
constexpr std::uint8_t kWithoutSign = 0x7F;

// Whether the little-endian number, its top byte masked, is below the bound. Public data: the time
// it takes may depend on it.
bool is_below(ByteView number, std::uint8_t top_mask, const Scalar& bound) {
  for (std::size_t i = kScalarBytes; i-- > 0;) {
    const std::uint8_t byte =
        i + 1 == kScalarBytes ? static_cast<std::uint8_t>(number[i] & top_mask) : number[i];
    if (byte != bound[i]) {
      return byte < bound[i];
    }
  }
  return false;
}

// A panic in the crate is a bug; going on could mean to judge a signature unlike other validators.
bool is_valid(std::int32_t answer) {
  VS_ASSERT(answer != kPanicked);
  return answer == kValid;
}

}  // namespace

std::optional<Ed25519Key> Ed25519Key::decode(ByteView bytes) {
  if (bytes.size() != kEd25519KeyBytes) {
    return std::nullopt;
  }
  Ed25519Key key;
  if (!is_valid(vs_ed25519_decode_key(bytes.data(), key.decoded_.data()))) {
    return std::nullopt;
  }
  return key;
}

bool Ed25519Key::verify(ByteView message, ByteView signature) const {
  return is_well_formed_ed25519_signature(signature) &&
         is_valid(
             vs_ed25519_verify(decoded_.data(), signature.data(), message.data(), message.size()));
}

bool Ed25519Key::verify_strict(ByteView message, ByteView signature) const {
  return is_well_formed_ed25519_signature(signature) &&
         is_valid(vs_ed25519_verify_strict(decoded_.data(), signature.data(), message.data(),
                                           message.size()));
}

bool is_well_formed_ed25519_signature(ByteView signature) {
  return signature.size() == kEd25519SignatureBytes &&
         is_below(signature.first(kScalarBytes), kWithoutSign, kFieldPrime) &&
         is_below(signature.last(kScalarBytes), 0xFF, kGroupOrder);
}

bool verify_ed25519_batch(std::span<const Ed25519Item> items) {
  std::vector<VsEd25519BatchItem> foreign;
  foreign.reserve(items.size());
  for (const Ed25519Item& item : items) {
    VS_ASSERT(item.signature.size() == kEd25519SignatureBytes);
    foreign.push_back({item.key->decoded_.data(), item.signature.data(), item.message.data(),
                       item.message.size()});
  }
  return is_valid(vs_ed25519_verify_batch(foreign.data(), foreign.size()));
}

}  // namespace vitalstream::crypto
