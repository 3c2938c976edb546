#include "crypto/jwk.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

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

// The public key of the private key 379.
constexpr std::string_view kZeroX = "AFVDiUrz0A7X10Cr29dclrBod7eH219w7qeLkKjXwAo";
constexpr std::string_view kYOfZeroX = "u0yFo9jqKe-q-iRAaRLdhNWxTcMr9lbvbGvVil2UP5I";

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
  EXPECT_EQ(error_of(std::string(16 * 1024 + 1, ' ')), JwkError::NotAJsonObject);
  EXPECT_EQ(error_of(std::string(9, '[') + std::string(9, ']')), JwkError::NotAJsonObject);
}

TEST(Jwk, RefusesOtherTypesAndCurves) {
  EXPECT_EQ(error_of("{}"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"RSA","n":"AQ","e":"AQAB"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"oct"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":["OKP"]})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"X25519","x":"AQ"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"P-384","x":"AQ","y":"AQ"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"Ed25519","x":"AQ"})"), JwkError::UnsupportedType);
  EXPECT_EQ(error_of(R"({"kty":1,"crv":"Ed25519","x":"AQ"})"), JwkError::UnsupportedType);
}

// The first example with these members as well.
std::string ed25519_with(const std::string& members) {
  return std::string(kRfc8037Jwk.substr(0, kRfc8037Jwk.size() - 1)) + "," + members + "}";
}

std::string p256_with(const std::string& members) {
  return std::string(kRfc7515Jwk.substr(0, kRfc7515Jwk.size() - 1)) + "," + members + "}";
}

TEST(Jwk, RefusesMissingMembers) {
  EXPECT_EQ(error_of(R"({"kty":"OKP","crv":"Ed25519"})"), JwkError::MissingMember);
  EXPECT_EQ(error_of(R"({"kty":"EC","crv":"P-256"})"), JwkError::MissingMember);
  const std::string p256(kRfc7515Jwk);
  EXPECT_EQ(error_of(p256.substr(0, p256.find(",\"y\"")) + "}"), JwkError::MissingMember);
}

TEST(Jwk, IgnoresMembersThatItDoesNotKnow) {
  for (const char* members :
       {R"("kid":"a")", R"("kid":"a","use":"sig","alg":"Ed25519")", R"("alg":"EdDSA")",
        R"("ext":true,"key_ops":["verify"])", R"("key_ops":["sign","verify"])",
        R"("x5c":["MIIB"],"x5t":"a","nested":{"a":[{}]})"}) {
    const auto key = parse_jwk(ed25519_with(members));
    ASSERT_TRUE(key.has_value()) << members;
    EXPECT_EQ(to_jwk(*key), kRfc8037Jwk);
  }
  EXPECT_TRUE(parse_jwk(p256_with(R"("kid":"a","use":"sig","alg":"ES256")")).has_value());
}

TEST(Jwk, RefusesAKeyThatIsForSomethingElse) {
  for (const char* members :
       {R"("use":"enc")", R"("use":1)", R"("alg":"RS256")", R"("alg":"ECDH-ES")",
        R"("key_ops":["deriveKey"])", R"("key_ops":[])", R"("key_ops":"verify")"}) {
    EXPECT_EQ(error_of(ed25519_with(members)), JwkError::UnsupportedType) << members;
  }
}

TEST(Jwk, RefusesEveryPrivateMemberByItsName) {
  for (const char* name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    const std::string member = "\"" + std::string(name) + "\":\"AQ\"";
    EXPECT_EQ(error_of(ed25519_with(member)), JwkError::PrivateKey) << name;
  }
}

TEST(Jwk, ObjectsOfOurOwnFilesHaveNoMembersBeside) {
  const auto object = boost::json::parse(ed25519_with(R"("kid":"a")")).as_object();
  const auto key = parse_jwk(object);
  ASSERT_TRUE(key.has_error());
  EXPECT_EQ(key.error(), JwkError::UnknownMember);
}

TEST(Jwk, CoordinatesKeepTheirLeadingZeros) {
  // A point of P-256 whose x begins with a zero byte.
  const std::string y = R"("y":")" + std::string(kYOfZeroX) + "\"}";
  const std::string head = R"({"crv":"P-256","kty":"EC","x":")";
  const auto x = from_base64url(kZeroX);
  ASSERT_TRUE(x && x->front() == 0);
  const auto key = parse_jwk(head + std::string(kZeroX) + "\"," + y);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(to_jwk(*key), head + std::string(kZeroX) + "\"," + y);
  EXPECT_EQ(error_of(head + to_base64url(ByteView(*x).subspan(1)) + "\"," + y), JwkError::BadKey);
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
