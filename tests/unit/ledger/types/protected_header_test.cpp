#include <gtest/gtest.h>

#include <string>

#include "ledger/types/transaction.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger {
namespace {

using Error = TransactionError;

const std::string kKid = to_text(testing::a_key(1).id);

Error error_of(const std::string& header) {
  const auto parsed = parse_protected_header(as_bytes(header));
  EXPECT_FALSE(parsed.has_value()) << header;
  return parsed ? Error::CompactTooLarge : parsed.error();
}

std::string header_with(const std::string& more) {
  return R"({"alg":"EdDSA","kid":")" + kKid + R"(","typ":"vs-tx+jws")" + more + "}";
}

TEST(ProtectedHeader, NamesAlgorithmAndKey) {
  const auto key = testing::a_p256_key(9);
  const std::string text = testing::header_of(key);
  const auto header = parse_protected_header(as_bytes(text));
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->kid, key.id);
  EXPECT_EQ(header->algorithm, crypto::SignatureAlgorithm::EcdsaP256Sha256);
}

TEST(ProtectedHeader, EachRefusalHasItsOwnError) {
  EXPECT_EQ(error_of(header_with(std::string(600, ' '))), Error::HeaderTooLarge);
  EXPECT_EQ(error_of("nonsense"), Error::HeaderNotJson);
  EXPECT_EQ(error_of(header_with(R"(,"crit":["x"])")), Error::HeaderCritical);
  EXPECT_EQ(error_of(header_with(R"(,"jwk":{})")), Error::HeaderEmbeddedKey);
  EXPECT_EQ(error_of(header_with(R"(,"x5u":"u")")), Error::HeaderKeyUrl);
  EXPECT_EQ(error_of(header_with(R"(,"b64":false)")), Error::HeaderUnencoded);
  EXPECT_EQ(error_of(header_with(R"(,"cty":"x")")), Error::HeaderMemberUnknown);
  EXPECT_EQ(error_of(R"({"alg":"EdDSA"})"), Error::HeaderMemberMissing);
  EXPECT_EQ(error_of(R"({"alg":"none","kid":")" + kKid + R"(","typ":"vs-tx+jws"})"),
            Error::HeaderAlgorithm);
  EXPECT_EQ(error_of(R"({"alg":"EdDSA","kid":"k","typ":"vs-tx+jws"})"), Error::HeaderKid);
  EXPECT_EQ(error_of(R"({"alg":"EdDSA","kid":")" + kKid + R"(","typ":"JWT"})"), Error::HeaderType);
}

}  // namespace
}  // namespace vitalstream::ledger
