#include "crypto/secret_bytes.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace vitalstream::crypto {
namespace {

TEST(SecretBytes, BeginsAsZeros) {
  const SecretBytes secret(40);
  EXPECT_TRUE(equal(secret.view(), Bytes(40, 0)));
  EXPECT_EQ(SecretBytes{}.size(), 0U);
}

TEST(SecretBytes, MovesAndLeavesNothingBehind) {
  SecretBytes one = SecretBytes::copy_of(as_bytes("secret"));
  SecretBytes other = std::move(one);
  EXPECT_EQ(as_text(other.view()), "secret");
  EXPECT_EQ(one.size(), 0U);  // NOLINT(bugprone-use-after-move)
  SecretBytes third;
  third = std::move(other);
  EXPECT_EQ(as_text(third.view()), "secret");
}

TEST(SecretBytes, WipeOverwrites) {
  Bytes bytes(16, 0xAA);
  wipe(bytes);
  EXPECT_EQ(bytes, Bytes(16, 0));
}

TEST(SecretBytes, EqualityLooksAtAllBytesAndTheSize) {
  EXPECT_TRUE(equal_secrets({}, {}));
  EXPECT_TRUE(equal_secrets(as_bytes("abc"), as_bytes("abc")));
  EXPECT_FALSE(equal_secrets(as_bytes("abc"), as_bytes("abd")));
  EXPECT_FALSE(equal_secrets(as_bytes("abc"), as_bytes("ab")));
}

}  // namespace
}  // namespace vitalstream::crypto
