#include "crypto/hkdf.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/limits.hpp"

namespace vitalstream::crypto {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value_or(Bytes{}); }

TEST(Hmac, AnswersRfc4231Case2) {
  EXPECT_EQ(to_hex(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hkdf, AnswersRfc5869Case1) {
  const Bytes key(22, 0x0b);
  const Bytes salt = hex("000102030405060708090a0b0c");
  const Bytes info = hex("f0f1f2f3f4f5f6f7f8f9");
  EXPECT_EQ(to_hex(hkdf_sha256({key, salt, info}, 42).view()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

TEST(Hkdf, AnswersRfc5869Case3WithoutSaltAndInfo) {
  const Bytes key(22, 0x0b);
  EXPECT_EQ(to_hex(hkdf_sha256({key, {}, {}}, 42).view()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, ReachesItsGreatestLength) {
  EXPECT_EQ(hkdf_sha256({as_bytes("key"), {}, {}}, kHkdfOutputBytesMax).size(),
            kHkdfOutputBytesMax);
}

TEST(Hkdf, PurposesHaveDifferentKeys) {
  const SecretBytes one = hkdf_sha256({as_bytes("key"), {}, as_bytes("one")}, 32);
  const SecretBytes other = hkdf_sha256({as_bytes("key"), {}, as_bytes("other")}, 32);
  EXPECT_FALSE(equal_secrets(one.view(), other.view()));
}

}  // namespace
}  // namespace vitalstream::crypto
