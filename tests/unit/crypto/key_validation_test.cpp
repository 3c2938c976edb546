#include "crypto/key_validation.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "tests/unit/crypto/test_signers.hpp"

namespace vitalstream::crypto {
namespace {

PublicKey ed25519(std::string_view text) {
  return {SignatureAlgorithm::Ed25519, from_hex(text).value_or(Bytes{})};
}

// The base point of P-256.
constexpr const char* kP256Point =
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

PublicKey p256(Bytes bytes) { return {SignatureAlgorithm::EcdsaP256Sha256, std::move(bytes)}; }

KeyError error_of(const PublicKey& key) {
  const auto result = validate_public_key(key);
  EXPECT_TRUE(result.has_error());
  return result.has_error() ? result.error() : KeyError{};
}

TEST(KeyValidation, AcceptsWhatKeyGenerationMakes) {
  EXPECT_TRUE(validate_public_key(testing::Ed25519Signer(1).key()).has_value());
  EXPECT_TRUE(validate_public_key(p256(from_hex(kP256Point).value_or(Bytes{}))).has_value());
}

TEST(KeyValidation, RefusesWrongSize) {
  EXPECT_EQ(error_of({SignatureAlgorithm::Ed25519, Bytes(33, 1)}), KeyError::WrongSize);
  EXPECT_EQ(error_of({SignatureAlgorithm::Ed25519, {}}), KeyError::WrongSize);
  EXPECT_EQ(error_of(p256(Bytes(64, 4))), KeyError::WrongSize);
}

TEST(KeyValidation, RefusesEd25519OffTheCurve) {
  EXPECT_EQ(error_of(ed25519("0200000000000000000000000000000000000000000000000000000000000000")),
            KeyError::NotOnCurve);
}

TEST(KeyValidation, RefusesEd25519NotCanonical) {
  // y = p + 1 stands for y = 1.
  EXPECT_EQ(error_of(ed25519("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
            KeyError::NotCanonical);
}

TEST(KeyValidation, RefusesEd25519OfSmallOrMixedOrder) {
  // The points of order 1, 2, 4 and 8, and the identity with the sign bit of an x that is zero.
  for (const char* small : {"0100000000000000000000000000000000000000000000000000000000000000",
                            "0100000000000000000000000000000000000000000000000000000000000080",
                            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                            "0000000000000000000000000000000000000000000000000000000000000000",
                            "0000000000000000000000000000000000000000000000000000000000000080",
                            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"}) {
    EXPECT_EQ(error_of(ed25519(small)), KeyError::NotPrimeOrder) << small;
  }
}

TEST(KeyValidation, RefusesP256OffTheCurve) {
  Bytes point = from_hex(kP256Point).value_or(Bytes{});
  point.back() ^= 1U;
  EXPECT_EQ(error_of(p256(point)), KeyError::NotOnCurve);
  point = Bytes(65, 0);
  point[0] = 4;
  EXPECT_EQ(error_of(p256(point)), KeyError::NotOnCurve);
}

TEST(KeyValidation, RefusesP256InHybridForm) {
  Bytes point = from_hex(kP256Point).value_or(Bytes{});
  point[0] = 7;
  EXPECT_EQ(error_of(p256(point)), KeyError::NotCanonical);
}

TEST(KeyValidation, RefusesP256CoordinateBeyondTheField) {
  Bytes point(65, 0xFF);
  point[0] = 4;
  EXPECT_EQ(error_of(p256(point)), KeyError::NotOnCurve);
}

}  // namespace
}  // namespace vitalstream::crypto
