#include "crypto/provider/random.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto::provider {
namespace {

TEST(Random, TwoDrawsDiffer) {
  EXPECT_EQ(random_bytes(32).size(), 32U);
  EXPECT_NE(random_bytes(32), random_bytes(32));
  EXPECT_FALSE(equal_secrets(random_secret(32).view(), random_secret(32).view()));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
