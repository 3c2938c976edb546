#include "crypto/jws_header.hpp"

#include <gtest/gtest.h>

#include <string>

namespace vitalstream::crypto {
namespace {

constexpr std::string_view kKid = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";
const std::string kRest = R"(,"kid":")" + std::string(kKid) + R"(","typ":"vs-tx+jws"})";
const std::string kGood = R"({"alg":"EdDSA")" + kRest;

Result<JwsHeader, JwsHeaderError> parse(std::string_view text) {
  return parse_jws_header(as_bytes(text));
}

JwsHeaderError error_of(std::string_view text) {
  const auto header = parse(text);
  EXPECT_TRUE(header.has_error()) << text;
  return header.has_error() ? header.error() : JwsHeaderError{};
}

// The good header with one more member.
std::string with(std::string_view member) {
  return R"({"alg":"EdDSA",)" + std::string(member) + kRest;
}

TEST(JwsHeader, AcceptsTheThreeNamesOfAlgorithms) {
  for (const auto& [name, algorithm] : {std::pair("EdDSA", SignatureAlgorithm::Ed25519),
                                        std::pair("Ed25519", SignatureAlgorithm::Ed25519),
                                        std::pair("ES256", SignatureAlgorithm::EcdsaP256Sha256)}) {
    const auto header = parse(R"({"alg":")" + std::string(name) + '"' + kRest);
    ASSERT_TRUE(header.has_value()) << name;
    EXPECT_EQ(header->algorithm, algorithm);
    EXPECT_EQ(to_text(header->kid), kKid);
  }
}

TEST(JwsHeader, OrderAndWhiteSpaceAreFree) {
  EXPECT_TRUE(parse("{ \"typ\":\"vs-tx+jws\",\n\"kid\":\"" + std::string(kKid) +
                    "\", \"alg\" : \"EdDSA\" }")
                  .has_value());
}

TEST(JwsHeader, EscapesMeanWhatTheyStandFor) {
  const auto header = parse(R"({"\u0061lg":"Ed\u0044SA")" + kRest);
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->algorithm, SignatureAlgorithm::Ed25519);
}

TEST(JwsHeader, WrittenFormReadsBack) {
  const auto header = parse(kGood);
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(to_jws_header(*header), kGood);
}

TEST(JwsHeader, RefusesBeyondItsLength) {
  const std::string padding(512 - kGood.size(), ' ');
  EXPECT_TRUE(parse(kGood + padding).has_value());
  EXPECT_EQ(error_of(kGood + padding + ' '), JwsHeaderError::TooLong);
}

TEST(JwsHeader, RefusesWhatIsNoJsonObject) {
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("\"alg\""), std::string("{"), kGood + "x",
        with(R"("alg":"EdDSA")"), with(R"("\u0061lg":"EdDSA")"), with(R"("x":1e400)")}) {
    EXPECT_EQ(error_of(text), JwsHeaderError::NotAJsonObject) << text;
  }
}

TEST(JwsHeader, RefusesCrit) {
  EXPECT_EQ(error_of(with(R"("crit":["exp"])")), JwsHeaderError::Critical);
}

TEST(JwsHeader, RefusesEmbeddedKeys) {
  EXPECT_EQ(error_of(with(R"("jwk":{"kty":"OKP"})")), JwsHeaderError::EmbeddedKey);
  EXPECT_EQ(error_of(with(R"("x5c":["MIIB"])")), JwsHeaderError::EmbeddedKey);
}

TEST(JwsHeader, RefusesUrlsOfKeys) {
  EXPECT_EQ(error_of(with(R"("x5u":"https://example.org/a")")), JwsHeaderError::KeyUrl);
  EXPECT_EQ(error_of(with(R"("jku":"https://example.org/a")")), JwsHeaderError::KeyUrl);
}

TEST(JwsHeader, RefusesB64) {
  EXPECT_EQ(error_of(with(R"("b64":false)")), JwsHeaderError::Unencoded);
  EXPECT_EQ(error_of(with(R"("b64":true)")), JwsHeaderError::Unencoded);
}

TEST(JwsHeader, RefusesUnknownMembers) {
  EXPECT_EQ(error_of(with(R"("cty":"json")")), JwsHeaderError::UnknownMember);
  EXPECT_EQ(error_of(with(R"("ALG":"EdDSA")")), JwsHeaderError::UnknownMember);
  EXPECT_EQ(error_of(with(R"("x5t#S256":"a")")), JwsHeaderError::UnknownMember);
  EXPECT_EQ(error_of(with(R"("x":{"y":{"z":[1]}})")), JwsHeaderError::UnknownMember);
}

TEST(JwsHeader, RefusesMissingMembers) {
  EXPECT_EQ(error_of("{}"), JwsHeaderError::MissingMember);
  EXPECT_EQ(error_of(R"({"alg":"EdDSA"})"), JwsHeaderError::MissingMember);
  EXPECT_EQ(error_of(R"({"alg":"EdDSA","typ":"vs-tx+jws"})"), JwsHeaderError::MissingMember);
  EXPECT_EQ(error_of("{" + kRest.substr(1)), JwsHeaderError::MissingMember);
}

TEST(JwsHeader, RefusesAlgorithmsOffTheList) {
  for (const char* algorithm : {"none", "None", "HS256", "RS256", "PS256", "ES384", "ES256K",
                                "Ed448", "eddsa", "es256", ""}) {
    EXPECT_EQ(error_of(R"({"alg":")" + std::string(algorithm) + '"' + kRest),
              JwsHeaderError::UnsupportedAlgorithm);
  }
  EXPECT_EQ(error_of(R"({"alg":null)" + kRest), JwsHeaderError::UnsupportedAlgorithm);
}

TEST(JwsHeader, RefusesKidThatIsNoThumbprint) {
  for (const char* kid :
       {R"("a")", R"("")", "7", R"("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4l")",
        R"("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k=")"}) {
    EXPECT_EQ(error_of(R"({"alg":"EdDSA","kid":)" + std::string(kid) + R"(,"typ":"vs-tx+jws"})"),
              JwsHeaderError::BadKid);
  }
}

TEST(JwsHeader, RefusesOtherTypes) {
  for (const char* type : {R"("JWT")", R"("vs-tx+JWS")", R"("application/vs-tx+jws")", "1"}) {
    EXPECT_EQ(error_of(R"({"alg":"EdDSA","kid":")" + std::string(kKid) + R"(","typ":)" +
                       std::string(type) + "}"),
              JwsHeaderError::WrongType);
  }
}

}  // namespace
}  // namespace vitalstream::crypto
