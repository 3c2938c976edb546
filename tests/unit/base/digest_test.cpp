#include "base/digest.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace vitalstream {
namespace {

using Left = Digest<struct LeftTag>;
using Right = Digest<struct RightTag>;

TEST(Digest, TakesExactly32Bytes) {
  EXPECT_TRUE(Left::from(Bytes(32)).has_value());
  EXPECT_FALSE(Left::from(Bytes(31)).has_value());
  EXPECT_FALSE(Left::from(Bytes(33)).has_value());
}

TEST(Digest, OfOneKindIsNotADigestOfAnother) {
  EXPECT_FALSE((std::is_constructible_v<Left, Right>));
}

}  // namespace
}  // namespace vitalstream
