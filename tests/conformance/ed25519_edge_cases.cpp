#include "tests/conformance/ed25519_edge_cases.hpp"

#include <sodium.h>

#include <stdexcept>

#include "base/hex.hpp"

namespace vitalstream::crypto::testing {
namespace {

constexpr auto kSmallKey = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa";
constexpr auto kMixedKey = "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43";
constexpr auto kOtherMixedKey = "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d";
constexpr auto kPrimeKey = "442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623";
constexpr auto kMinusZeroKey = "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";

constexpr EdgeCase kPublished[] = {
    {"s = 0, small key, small R", kSmallKey,
     "8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6",
     "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
     "0000000000000000000000000000000000000000000000000000000000000000",
     Verdict::Valid},
    {"small key, mixed R", kSmallKey,
     "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
     "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43"
     "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
     Verdict::Valid},
    {"mixed key, small R", kMixedKey,
     "aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab",
     "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
     "8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e",
     Verdict::Valid},
    {"mixed key, mixed R, good without cofactor too", kOtherMixedKey,
     "9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79",
     "9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f"
     "87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009",
     Verdict::Valid},
    {"mixed key, mixed R, good with cofactor only", kOtherMixedKey,
     "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
     "160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512"
     "5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09",
     Verdict::Valid},
    {"fails where 8k is reduced before it multiplies the key", kOtherMixedKey,
     "e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c",
     "21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7"
     "e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405",
     Verdict::Valid},
    {"s above the group order", kPrimeKey,
     "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
     "e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e"
     "547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514",
     Verdict::Invalid},
    {"s far above the group order", kPrimeKey,
     "85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40",
     "8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942"
     "7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22",
     Verdict::Invalid},
    // Its R has x = 0 and the sign bit set; the hash was made over the R without it.
    {"small R with the sign of zero, taken off before hashing", kMixedKey,
     "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
     "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f",
     Verdict::Invalid},
    // The same with the hash over the bytes as they stand. y is below the prime: our rule accepts.
    {"small R with the sign of zero, hashed as it stands", kMixedKey,
     "9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41",
     "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908",
     Verdict::Valid},
    {"small key with the sign of zero", kMinusZeroKey,
     "e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b",
     "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
     "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
     Verdict::Valid},
    {"small key with the sign of zero, another message", kMinusZeroKey,
     "39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f",
     "a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc"
     "a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04",
     Verdict::Valid},
};

using Scalar = std::array<std::uint8_t, crypto_core_ed25519_SCALARBYTES>;

Scalar random_scalar(std::mt19937_64& random) {
  std::array<std::uint8_t, crypto_core_ed25519_NONREDUCEDSCALARBYTES> wide{};
  for (std::uint8_t& byte : wide) {
    byte = static_cast<std::uint8_t>(random() & 0xFFU);
  }
  Scalar scalar{};
  crypto_core_ed25519_scalar_reduce(scalar.data(), wide.data());
  return scalar;
}

// scalar * B + small.
Bytes point_with(const Scalar& scalar, const Bytes& small) {
  Bytes prime(crypto_core_ed25519_BYTES);
  Bytes sum(crypto_core_ed25519_BYTES);
  if (crypto_scalarmult_ed25519_base_noclamp(prime.data(), scalar.data()) != 0 ||
      crypto_core_ed25519_add(sum.data(), prime.data(), small.data()) != 0) {
    throw std::runtime_error("libsodium refuses the points");
  }
  return sum;
}

Scalar challenge(const Bytes& r, const Bytes& key, ByteView message) {
  crypto_hash_sha512_state state;
  crypto_hash_sha512_init(&state);
  crypto_hash_sha512_update(&state, r.data(), r.size());
  crypto_hash_sha512_update(&state, key.data(), key.size());
  crypto_hash_sha512_update(&state, message.data(), message.size());
  std::array<std::uint8_t, crypto_hash_sha512_BYTES> wide{};
  crypto_hash_sha512_final(&state, wide.data());
  Scalar scalar{};
  crypto_core_ed25519_scalar_reduce(scalar.data(), wide.data());
  return scalar;
}

}  // namespace

std::span<const EdgeCase> published_edge_cases() { return kPublished; }

std::span<const Bytes> small_points() {
  static const std::vector<Bytes> kPoints = [] {
    std::vector<Bytes> points;
    for (const char* text : {
             "0100000000000000000000000000000000000000000000000000000000000000",
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "0000000000000000000000000000000000000000000000000000000000000000",
             "0000000000000000000000000000000000000000000000000000000000000080",
             "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
             "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
             "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
             "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
             "0100000000000000000000000000000000000000000000000000000000000080",
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         }) {
      points.push_back(from_hex(text).value_or(Bytes{}));
    }
    return points;
  }();
  return kPoints;
}

MixedSignature sign_with_small_parts(std::mt19937_64& random, ByteView message,
                                     const SmallParts& parts) {
  const Scalar secret = random_scalar(random);
  const Scalar nonce = random_scalar(random);
  const Bytes key = point_with(secret, small_points()[parts.in_key]);
  const Bytes r = point_with(nonce, small_points()[parts.in_r]);
  const Scalar k = challenge(r, key, message);
  Scalar product{};
  Scalar s{};
  crypto_core_ed25519_scalar_mul(product.data(), k.data(), secret.data());
  crypto_core_ed25519_scalar_add(s.data(), nonce.data(), product.data());
  Signature signature = r;
  append(signature, s);
  return {{SignatureAlgorithm::Ed25519, key}, std::move(signature)};
}

MixedSignature sign_with_neutral_r(std::mt19937_64& random, ByteView message) {
  const Scalar secret = random_scalar(random);
  const Bytes& r = small_points()[0];
  const Bytes key = point_with(secret, r);
  const Scalar k = challenge(r, key, message);
  Scalar s{};
  crypto_core_ed25519_scalar_mul(s.data(), k.data(), secret.data());
  Signature signature = r;
  append(signature, s);
  return {{SignatureAlgorithm::Ed25519, key}, std::move(signature)};
}

}  // namespace vitalstream::crypto::testing
