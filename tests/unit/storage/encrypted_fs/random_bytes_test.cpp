#include "storage/encrypted_fs/random_bytes.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace vitalstream::storage {
namespace {

TEST(RandomBytes, NeverRepeat) {
  std::set<std::array<std::uint8_t, 16>> seen;
  for (int draw = 0; draw < 100; ++draw) {
    std::array<std::uint8_t, 16> bytes{};
    fill_random(bytes);
    EXPECT_TRUE(seen.insert(bytes).second);
  }
}

}  // namespace
}  // namespace vitalstream::storage
