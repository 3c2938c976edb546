#include "crypto/jws.hpp"

#include <gtest/gtest.h>

#include "crypto/jwk.hpp"
#include "crypto/verify.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::size_t kBytesMax = 24 * 1024;

// RFC 8037 appendix A.4.
constexpr std::string_view kEdDsa =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
// RFC 7515 appendix A.3.
constexpr std::string_view kEs256 =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr std::string_view kEdDsaJwk =
    R"({"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr std::string_view kEs256Jwk =
    R"({"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";

JwsError error_of(std::string_view text) {
  const auto parts = parse_compact_jws(text, kBytesMax);
  EXPECT_TRUE(parts.has_error()) << text;
  return parts.has_error() ? parts.error() : JwsError{};
}

TEST(CompactJws, PublishedExamplesVerifyOverTheRebuiltSigningInput) {
  for (const auto& [text, jwk] : {std::pair(kEdDsa, kEdDsaJwk), std::pair(kEs256, kEs256Jwk)}) {
    const auto parts = parse_compact_jws(text, kBytesMax);
    const auto key = parse_jwk(jwk);
    ASSERT_TRUE(parts.has_value());
    ASSERT_TRUE(key.has_value());
    const std::string input = jws_signing_input(parts->header, parts->payload);
    EXPECT_EQ(input, text.substr(0, text.rfind('.')));
    EXPECT_TRUE(verify(*key, as_bytes(input), parts->signature));
    EXPECT_EQ(to_compact_jws(*parts), text);
  }
}

TEST(CompactJws, DecodesItsParts) {
  const auto parts = parse_compact_jws(kEdDsa, kBytesMax);
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(as_text(parts->header), R"({"alg":"EdDSA"})");
  EXPECT_EQ(as_text(parts->payload), "Example of Ed25519 signing");
  EXPECT_EQ(parts->signature.size(), 64U);
}

TEST(CompactJws, RefusesBeyondItsLimit) {
  EXPECT_TRUE(parse_compact_jws(kEdDsa, kEdDsa.size()).has_value());
  const auto refused = parse_compact_jws(kEdDsa, kEdDsa.size() - 1);
  ASSERT_TRUE(refused.has_error());
  EXPECT_EQ(refused.error(), JwsError::TooLong);
}

TEST(CompactJws, RefusesAnyOtherNumberOfParts) {
  for (const char* text : {"", "YQ", "YQ.YQ", "YQ.YQ.YQ.YQ", "....", "YQ.YQ.YQ."}) {
    EXPECT_EQ(error_of(text), JwsError::NotThreeParts) << text;
  }
}

TEST(CompactJws, RefusesWhatIsNotStrictBase64url) {
  for (const char* text : {"YQ==.YQ.YQ", "YQ.Y.YQ", "YQ.YQ.YR", "Y+.YQ.YQ", "YQ.Y\nQ.YQ",
                           " YQ.YQ.YQ", "YQ.YQ.YQ ", "YQ.YQ./w"}) {
    EXPECT_EQ(error_of(text), JwsError::NotBase64url) << text;
  }
}

TEST(CompactJws, EmptyPartsAreTheVerifiersBusiness) {
  const auto parts = parse_compact_jws("..", kBytesMax);
  ASSERT_TRUE(parts.has_value());
  EXPECT_EQ(*parts, JwsParts{});
}

}  // namespace
}  // namespace vitalstream::crypto
