#include "net/rpc/outbound_buffer.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

TEST(OutboundBuffer, GathersManyAnswersIntoOnePiece) {
  OutboundBuffer buffer;
  buffer.append("a");
  buffer.append("bc");
  EXPECT_EQ(buffer.next(), "abc");
}

TEST(OutboundBuffer, LeavesThePieceThatIsBeingWrittenAlone) {
  OutboundBuffer buffer;
  buffer.append("abc");
  const auto piece = buffer.next();
  buffer.append(std::string(100'000, 'x'));
  EXPECT_EQ(piece, "abc");
  buffer.written(1);
  EXPECT_EQ(buffer.next(), "bc");
  EXPECT_EQ(buffer.size(), 100'002U);
  buffer.written(2);
  EXPECT_EQ(buffer.next().size(), 100'000U);
}

TEST(OutboundBuffer, IsEmptyOnceEverythingIsWritten) {
  OutboundBuffer buffer;
  EXPECT_TRUE(buffer.empty());
  buffer.append("abc");
  EXPECT_FALSE(buffer.empty());
  buffer.written(buffer.next().size());
  EXPECT_TRUE(buffer.empty());
}

}  // namespace
}  // namespace vitalstream::net
