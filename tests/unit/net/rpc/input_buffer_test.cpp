#include "net/rpc/input_buffer.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <string_view>

namespace vitalstream::net {
namespace {

void receive(InputBuffer& buffer, std::string_view bytes) {
  ASSERT_LE(bytes.size(), buffer.writable().size());
  std::memcpy(buffer.writable().data(), bytes.data(), bytes.size());
  buffer.commit(bytes.size());
}

std::string_view text(InputBuffer& buffer) {
  return {buffer.readable().data(), buffer.readable().size()};
}

TEST(InputBuffer, KeepsWhatIsNotConsumed) {
  InputBuffer buffer(8);
  receive(buffer, "abcdef");
  buffer.consume(4);
  EXPECT_EQ(text(buffer), "ef");
  EXPECT_EQ(buffer.writable().size(), 2U);
}

TEST(InputBuffer, GainsRoomByMovingToTheFront) {
  InputBuffer buffer(8);
  receive(buffer, "abcdefgh");
  buffer.consume(6);
  EXPECT_TRUE(buffer.writable().empty());
  buffer.resize(8);
  EXPECT_EQ(text(buffer), "gh");
  EXPECT_EQ(buffer.writable().size(), 6U);
}

TEST(InputBuffer, GrowsAndShrinksButNeverLosesBytes) {
  InputBuffer buffer(4);
  receive(buffer, "abcd");
  buffer.resize(100);
  EXPECT_EQ(buffer.capacity(), 100U);
  EXPECT_EQ(text(buffer), "abcd");
  buffer.resize(2);
  EXPECT_EQ(buffer.capacity(), 4U);
  EXPECT_EQ(text(buffer), "abcd");
}

TEST(InputBuffer, MovesNothingWhenItConsumesWhileARead) {
  InputBuffer buffer(8);
  receive(buffer, "abcd");
  const char* const place_of_the_read = buffer.writable().data();
  buffer.consume(4);
  EXPECT_EQ(buffer.writable().data(), place_of_the_read);
}

}  // namespace
}  // namespace vitalstream::net
