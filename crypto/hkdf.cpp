#include "crypto/hkdf.hpp"

#include <sodium.h>

#include <algorithm>
#include <initializer_list>

#include "base/assert.hpp"
#include "crypto/limits.hpp"

namespace vitalstream::crypto {
namespace {

static_assert(crypto_auth_hmacsha256_BYTES == kDigestBytes);

Hash32 hmac_of_pieces(ByteView key, std::initializer_list<ByteView> pieces) {
  crypto_auth_hmacsha256_state state;
  // libsodium declares that no pointer is null, not even to nothing.
  static constexpr std::uint8_t kNothing = 0;
  crypto_auth_hmacsha256_init(&state, key.empty() ? &kNothing : key.data(), key.size());
  for (const ByteView piece : pieces) {
    if (!piece.empty()) {
      crypto_auth_hmacsha256_update(&state, piece.data(), piece.size());
    }
  }
  Hash32 code{};
  crypto_auth_hmacsha256_final(&state, code.data());
  sodium_memzero(&state, sizeof(state));
  return code;
}

}  // namespace

Hash32 hmac_sha256(ByteView key, ByteView message) { return hmac_of_pieces(key, {message}); }

SecretBytes hkdf_sha256(const HkdfInput& input, std::size_t size) {
  VS_ASSERT(size <= kHkdfOutputBytesMax);
  Hash32 extracted = hmac_sha256(input.salt, input.key);
  SecretBytes output(size);
  std::span<std::uint8_t> rest = output.writable();
  Hash32 block{};
  ByteView before;
  for (std::uint8_t counter = 1; !rest.empty(); ++counter) {
    block = hmac_of_pieces(extracted, {before, input.info, {&counter, 1}});
    const std::size_t taken = std::min(rest.size(), block.size());
    std::copy_n(block.begin(), taken, rest.begin());
    rest = rest.subspan(taken);
    before = block;
  }
  wipe(extracted);
  wipe(block);
  return output;
}

}  // namespace vitalstream::crypto
