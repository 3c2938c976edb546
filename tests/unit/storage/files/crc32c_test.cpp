#include "storage/files/crc32c.hpp"

#include <gtest/gtest.h>

namespace vitalstream::storage {
namespace {

// RFC 3720 appendix B.4 and the usual check value.
TEST(Crc32c, MatchesThePublishedValues) {
  EXPECT_EQ(crc32c(as_bytes("123456789")), 0xE3069283U);
  EXPECT_EQ(crc32c(Bytes(32, 0x00)), 0x8A9136AAU);
  EXPECT_EQ(crc32c(Bytes(32, 0xFF)), 0x62A8AB43U);
  EXPECT_EQ(crc32c({}), 0U);
}

TEST(Crc32c, OfPartsChainsToThatOfTheWhole) {
  Bytes bytes;
  for (std::size_t at = 0; at < 100; ++at) {
    bytes.push_back(static_cast<std::uint8_t>(at * 37));
  }
  const ByteView view(bytes);
  for (std::size_t cut = 0; cut <= view.size(); ++cut) {
    EXPECT_EQ(crc32c(view.subspan(cut), crc32c(view.first(cut))), crc32c(view)) << cut;
  }
}

TEST(Crc32c, ChangesWithEveryBit) {
  Bytes bytes(40, 0x5A);
  const std::uint32_t whole = crc32c(bytes);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_NE(crc32c(bytes), whole) << bit;
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
}

}  // namespace
}  // namespace vitalstream::storage
