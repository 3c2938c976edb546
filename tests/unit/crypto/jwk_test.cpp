#include "crypto/jwk.hpp"

#include <gtest/gtest.h>

#include "base/base64url.hpp"
#include "base/hex.hpp"

namespace vitalstream::crypto {
namespace {

// RFC 8037 appendices A.2 and A.3.
constexpr std::string_view kRfc8037Jwk =
    R"({"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr std::string_view kRfc8037Thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
// RFC 7515 appendix A.3.1.
constexpr std::string_view kRfc7515Jwk =
    R"({"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";

JwkError error_of(std::string_view text) {
  const auto key = parse_jwk(text);
  EXPECT_TRUE(key.has_error()) << text;
  return key.has_error() ? key.error() : JwkError{};
}

TEST(Jwk, ReadsAndWritesTheEd25519ExampleOfRfc8037) {
  const auto key = parse_jwk(kRfc8037Jwk);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->algorithm, SignatureAlgorithm::Ed25519);
  EXPECT_EQ(to_hex(key->bytes), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_jwk(*key), kRfc8037Jwk);
  EXPECT_EQ(to_text(thumbprint(*key)), kRfc8037Thumbprint);
}

TEST(Jwk, ReadsAndWritesTheP256ExampleOfRfc7515) {
  const auto key = parse_jwk(kRfc7515Jwk);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(key->algorithm, SignatureAlgorithm::EcdsaP256Sha256);
  ASSERT_EQ(key->bytes.size(), 65U);
  EXPECT_EQ(key->bytes[0], 0x04);
  EXPECT_EQ(to_base64url(ByteView(key->bytes).subspan(1, 32)),
            "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
  EXPECT_EQ(to_jwk(*key), kRfc7515Jwk);
}

// RFC 7638 section 3.1's own example is RSA; what this project hashes is checked with the same
// recipe: the SHA-256 of the canonical text.
TEST(Jwk, OrderOfMembersAndWhiteSpaceDoNotChangeTheThumbprint) {
  const auto one = parse_jwk(kRfc8037Jwk);
  const auto other = parse_jwk(
      R"( { "x" : "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kty":"OKP", "crv":"Ed25519" } )");
  ASSERT_TRUE(one.has_value());
  ASSERT_TRUE(other.has_value());
  EXPECT_EQ(thumbprint(*one), thumbprint(*other));
}

TEST(Jwk, RefusesAPrivateKeyByName) {
  // RFC 8037 appendix A.1.
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519",
    "d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"),
            JwkError::PrivateKey);
}

TEST(Jwk, RefusesWhatIsNoJsonObject) {
  EXPECT_EQ(error_of(""), JwkError::NotAJsonObject);
  EXPECT_EQ(error_of("[]"), JwkError::NotAJsonObject);
  EXPECT_EQ(error_of(R"({"kty":"OKP","kty":"OKP"})"), JwkError::NotAJsonObject);
  EXPECT_EQ(error_of(std::string(513, ' ')), JwkError::NotAJsonObject);
  EXPECT_EQ(error_of(R"({"kty":["OKP"]})"), JwkError::NotAJsonObject);
}

TEST(Jwk, RefusesOtherTypesAndCurves) {
  EXPECT_EQ(error_of("{}"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"RSA","n":"AQ","e":"AQAB"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"oct","k":"AQ"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"X25519","x":"AQ"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"P-384","x":"AQ","y":"AQ"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"Ed25519","x":"AQ"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":1,"crv":"Ed25519","x":"AQ"})"), JwkError::UnsupportedType);
}

TEST(Jwk, RefusesUnknownAndMissingMembers) {
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519","x":"AQ","kid":"a"})"),
            JwkError::UnknownMember);
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519","x":"AQ","y":"AQ"})"),
            JwkError::UnknownMember);
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519"})"), JwkError::MissingMember);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"P-256","x":"AQ"})"), JwkError::MissingMember);
}

TEST(Jwk, RefusesPaddingAndForeignCharacters) {
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="})"),
            JwkError::NotBase64url);
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519",
    "x":"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"),
            JwkError::NotBase64url);
}

TEST(Jwk, RefusesKeysOfWrongSizeOrOffTheCurve) {
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519","x":"AQ"})"), JwkError::BadKey);
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519","x":5})"), JwkError::BadKey);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"})"), JwkError::BadKey);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"P-256",
    "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"})"),
            JwkError::BadKey);
}

TEST(KeyThumbprint, TextReadsBackAndOtherTextIsRefused) {
  const auto read = thumbprint_from(kRfc8037Thumbprint);
  ASSERT_TRUE(read);
  EXPECT_EQ(to_text(*read), kRfc8037Thumbprint);
  EXPECT_FALSE(thumbprint_from(""));
  EXPECT_FALSE(thumbprint_from("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4"));
  // The two unused bits of the last character must be zero.
  EXPECT_FALSE(thumbprint_from("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4l"));
}

}  // namespace
}  // namespace vitalstream::crypto
