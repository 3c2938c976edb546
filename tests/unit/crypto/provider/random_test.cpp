#include "crypto/provider/random.hpp"

#include <gtest/gtest.h>

#include "crypto/verify.hpp"

namespace vitalstream::crypto::provider {
namespace {

TEST(Random, TwoDrawsDiffer) {
  EXPECT_EQ(random_bytes(32).size(), 32U);
  EXPECT_NE(random_bytes(32), random_bytes(32));
  EXPECT_FALSE(equal_secrets(random_secret(32).view(), random_secret(32).view()));
}

TEST(Random, TwoKeysDifferAndSign) {
  const SigningKey one = random_ed25519_key();
  EXPECT_NE(one.public_key(), random_ed25519_key().public_key());
  const Bytes message{1, 2, 3};
  EXPECT_TRUE(verify(one.public_key(), message, one.sign(message)));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
