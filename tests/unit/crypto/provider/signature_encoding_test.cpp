#include "crypto/provider/signature_encoding.hpp"

#include <gtest/gtest.h>

#include "base/base64url.hpp"
#include "base/hex.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr auto kEd25519 = SignatureAlgorithm::Ed25519;
constexpr auto kP256 = SignatureAlgorithm::EcdsaP256Sha256;

Signature some_signature(SignatureAlgorithm algorithm) {
  return SigningKey::from_secret(algorithm, Bytes(32, 0x42))->sign(as_bytes("m"));
}

// n - s, byte by byte.
Signature with_high_s(Signature low) {
  const Bytes order = *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  int borrow = 0;
  for (std::size_t i = 32; i-- > 0;) {
    const int difference = int{order[i]} - int{low[32 + i]} - borrow;
    borrow = difference < 0 ? 1 : 0;
    low[32 + i] = static_cast<std::uint8_t>(difference & 0xFF);
  }
  return low;
}

struct Encoded {
  SignatureEncoding encoding;
  Bytes bytes;
};

Bytes text(std::string_view written) { return to_bytes(as_bytes(written)); }

std::vector<Encoded> encodings_of(SignatureAlgorithm algorithm, const Signature& raw) {
  std::vector<Encoded> all = {{SignatureEncoding::Raw, raw},
                              {SignatureEncoding::Base64Raw, text(to_base64(raw))},
                              {SignatureEncoding::Base64UrlRaw, text(to_base64url(raw))}};
  if (algorithm == kP256) {
    const Bytes der = p256_signature_to_der(raw);
    all.push_back({SignatureEncoding::Der, der});
    all.push_back({SignatureEncoding::Base64Der, text(to_base64(der))});
  }
  return all;
}

TEST(SignatureEncoding, EveryEncodingGivesTheSameSignature) {
  for (const auto algorithm : {kEd25519, kP256}) {
    const Signature signature = some_signature(algorithm);
    for (const Encoded& one : encodings_of(algorithm, signature)) {
      EXPECT_EQ(canonical_signature(algorithm, one.encoding, one.bytes), signature);
    }
  }
}

TEST(SignatureEncoding, HighSComesOutLowFromEveryEncoding) {
  const Signature low = some_signature(kP256);
  const Signature high = with_high_s(low);
  ASSERT_FALSE(is_low_s(high));
  for (const Encoded& one : encodings_of(kP256, high)) {
    EXPECT_EQ(canonical_signature(kP256, one.encoding, one.bytes), low);
  }
}

TEST(SignatureEncoding, AnythingAddedOrCutOffIsNoSignature) {
  for (const auto algorithm : {kEd25519, kP256}) {
    for (Encoded& one : encodings_of(algorithm, some_signature(algorithm))) {
      one.bytes.push_back('A');
      EXPECT_FALSE(canonical_signature(algorithm, one.encoding, one.bytes));
      one.bytes.resize(one.bytes.size() - 2);
      EXPECT_FALSE(canonical_signature(algorithm, one.encoding, one.bytes));
      EXPECT_FALSE(canonical_signature(algorithm, one.encoding, {}));
    }
  }
}

TEST(SignatureEncoding, Ed25519HasNoDer) {
  const Bytes der = p256_signature_to_der(some_signature(kP256));
  EXPECT_FALSE(canonical_signature(kEd25519, SignatureEncoding::Der, der));
  EXPECT_FALSE(canonical_signature(kEd25519, SignatureEncoding::Base64Der, text(to_base64(der))));
}

TEST(SignatureEncoding, NumbersOutsideTheGroupAreNoSignature) {
  EXPECT_FALSE(canonical_signature(kP256, SignatureEncoding::Raw, Bytes(64, 0)));
  EXPECT_FALSE(canonical_signature(kP256, SignatureEncoding::Raw, Bytes(64, 0xFF)));
}

TEST(SignatureEncoding, BerThatIsNotDerIsNoSignature) {
  Bytes der = p256_signature_to_der(some_signature(kP256));
  // A length in its long form.
  der[1] = 0x81;
  der.insert(der.begin() + 2, static_cast<std::uint8_t>(der.size() - 2));
  EXPECT_FALSE(canonical_signature(kP256, SignatureEncoding::Der, der));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
