#include "base/base64url.hpp"

#include <gtest/gtest.h>

namespace vitalstream {
namespace {

TEST(Base64Url, WritesTheVectorsOfRfc4648WithoutPadding) {
  EXPECT_EQ(to_base64url(as_bytes("")), "");
  EXPECT_EQ(to_base64url(as_bytes("f")), "Zg");
  EXPECT_EQ(to_base64url(as_bytes("fo")), "Zm8");
  EXPECT_EQ(to_base64url(as_bytes("foo")), "Zm9v");
  EXPECT_EQ(to_base64url(as_bytes("foob")), "Zm9vYg");
  EXPECT_EQ(to_base64url(as_bytes("foobar")), "Zm9vYmFy");
}

TEST(Base64Url, UsesTheUrlAlphabet) {
  const Bytes bytes{0xFB, 0xEF, 0xFF};
  EXPECT_EQ(to_base64url(bytes), "--__");
  EXPECT_EQ(from_base64url("--__"), bytes);
  EXPECT_FALSE(from_base64url("++//").has_value());
}

TEST(Base64Url, ReadsBackEveryLength) {
  Bytes bytes;
  for (int length = 0; length < 260; ++length) {
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    bytes.push_back(static_cast<std::uint8_t>(length * 7));
  }
}

TEST(Base64Url, RefusesPaddingSpaceAndForeignCharacters) {
  EXPECT_FALSE(from_base64url("Zg==").has_value());
  EXPECT_FALSE(from_base64url("Zm 9v").has_value());
  EXPECT_FALSE(from_base64url("Zm9v\n").has_value());
  EXPECT_FALSE(from_base64url("Zm9\x80").has_value());
}

TEST(Base64Url, RefusesALengthThatNoByteStringHas) {
  EXPECT_FALSE(from_base64url("Z").has_value());
  EXPECT_FALSE(from_base64url("Zm9vY").has_value());
}

TEST(Base64Url, RefusesASecondSpellingOfTheSameBytes) {
  EXPECT_TRUE(from_base64url("Zg").has_value());
  EXPECT_FALSE(from_base64url("Zh").has_value());
  EXPECT_FALSE(from_base64url("Zm9").has_value());
}

TEST(Base64Url, KnowsItsAlphabet) {
  int members = 0;
  for (int c = 0; c < 256; ++c) {
    const std::string text{'Z', static_cast<char>(c), 'm'};
    const bool is_member = is_in_base64url_alphabet(text);
    EXPECT_EQ(is_member, from_base64url("Z" + text).has_value()) << c;
    members += is_member ? 1 : 0;
  }
  EXPECT_EQ(members, 64);
  EXPECT_TRUE(is_in_base64url_alphabet(""));
}

}  // namespace
}  // namespace vitalstream
