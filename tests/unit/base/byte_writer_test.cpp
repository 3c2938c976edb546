#include "base/byte_writer.hpp"

#include <gtest/gtest.h>

namespace vitalstream {
namespace {

TEST(ByteWriter, WritesBigEndian) {
  ByteWriter writer;
  writer.u8(0x01);
  writer.u16(0x0203);
  writer.u32(0x04050607);
  writer.u64(0x08090A0B0C0D0E0F);
  EXPECT_EQ(writer.bytes(), (Bytes{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}));
}

TEST(ByteWriter, PrefixesLengths) {
  ByteWriter writer;
  writer.var16(as_bytes("ab"));
  writer.var32(as_bytes("c"));
  EXPECT_EQ(writer.take(), (Bytes{0, 2, 'a', 'b', 0, 0, 0, 1, 'c'}));
}

TEST(ByteWriterDeathTest, AssertsThatA16BitLengthFits) {
  ByteWriter writer;
  const Bytes too_long(65536);
  EXPECT_DEATH(writer.var16(too_long), "invariant violated");
}

}  // namespace
}  // namespace vitalstream
