#include "tests/byzantine/peer/small_order.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/assert.hpp"

namespace vitalstream::byzantine {
namespace {

using Point = std::array<std::uint8_t, crypto_core_ed25519_BYTES>;
using Scalar = std::array<std::uint8_t, crypto_core_ed25519_SCALARBYTES>;
using WideHash = std::array<std::uint8_t, crypto_hash_sha512_BYTES>;

// (0, -1), the point of order two.
Point order_two() {
  Point point{};
  point.fill(0xff);
  point.front() = 0xec;
  point.back() = 0x7f;
  return point;
}

WideHash hash(std::initializer_list<ByteView> parts) {
  Bytes all;
  for (const ByteView part : parts) {
    append(all, part);
  }
  WideHash digest{};
  crypto_hash_sha512(digest.data(), all.data(), all.size());
  return digest;
}

}  // namespace

crypto::Signature sign_with_small_order_part(const crypto::SecretBytes& seed, ByteView message) {
  const WideHash expanded = hash({seed.view()});
  Scalar secret{};
  std::copy_n(expanded.begin(), secret.size(), secret.begin());
  secret.front() &= 0xf8U;
  secret.back() = static_cast<std::uint8_t>((secret.back() & 0x7fU) | 0x40U);
  Point key{};
  VS_ASSERT(crypto_scalarmult_ed25519_base_noclamp(key.data(), secret.data()) == 0);
  Scalar nonce{};
  crypto_core_ed25519_scalar_random(nonce.data());
  Point commitment{};
  VS_ASSERT(crypto_scalarmult_ed25519_base_noclamp(commitment.data(), nonce.data()) == 0);
  const Point part = order_two();
  VS_ASSERT(crypto_core_ed25519_add(commitment.data(), commitment.data(), part.data()) == 0);
  Scalar challenge{};
  crypto_core_ed25519_scalar_reduce(challenge.data(), hash({commitment, key, message}).data());
  Scalar product{};
  crypto_core_ed25519_scalar_mul(product.data(), challenge.data(), secret.data());
  Scalar response{};
  crypto_core_ed25519_scalar_add(response.data(), nonce.data(), product.data());
  crypto::Signature signature(commitment.begin(), commitment.end());
  signature.insert(signature.end(), response.begin(), response.end());
  return signature;
}

crypto::PublicKey key_of_order_one() {
  crypto::PublicKey key;
  key.bytes = Bytes(Point().size(), 0);
  key.bytes.front() = 1;
  return key;
}

crypto::Signature signature_by_anybody() {
  crypto::Signature signature(Point().size() + Scalar().size(), 0);
  signature.front() = 1;
  return signature;
}

}  // namespace vitalstream::byzantine
