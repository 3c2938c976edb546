#include "base/hex.hpp"

#include <gtest/gtest.h>

namespace vitalstream {
namespace {

TEST(Hex, WritesLowerCase) { EXPECT_EQ(to_hex(Bytes{0x00, 0xAB, 0xFF}), "00abff"); }

TEST(Hex, ReadsBothCases) {
  EXPECT_EQ(from_hex("00aBFf"), (Bytes{0x00, 0xAB, 0xFF}));
  EXPECT_EQ(from_hex(""), Bytes{});
}

TEST(Hex, RefusesOddLengthAndForeignCharacters) {
  EXPECT_FALSE(from_hex("abc").has_value());
  EXPECT_FALSE(from_hex("0g").has_value());
  EXPECT_FALSE(from_hex("0x").has_value());
  EXPECT_FALSE(from_hex(" 0").has_value());
}

}  // namespace
}  // namespace vitalstream
