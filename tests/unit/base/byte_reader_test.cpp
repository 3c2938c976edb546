#include "base/byte_reader.hpp"

#include <gtest/gtest.h>

#include "base/byte_writer.hpp"

namespace vitalstream {
namespace {

TEST(ByteReader, ReadsWhatTheWriterWrote) {
  ByteWriter writer;
  writer.u8(7);
  writer.u16(700);
  writer.u32(70'000);
  writer.u64(7'000'000'000);
  writer.i64(-7);
  writer.var16(as_bytes("seven"));
  writer.var32(as_bytes("eight"));
  ByteReader reader(writer.bytes());
  EXPECT_EQ(reader.u8(), 7);
  EXPECT_EQ(reader.u16(), 700);
  EXPECT_EQ(reader.u32(), 70'000U);
  EXPECT_EQ(reader.u64(), 7'000'000'000U);
  EXPECT_EQ(reader.i64(), -7);
  EXPECT_EQ(as_text(reader.var16(5)), "seven");
  EXPECT_EQ(as_text(reader.var32(5)), "eight");
  EXPECT_TRUE(reader.finished());
}

TEST(ByteReader, FailsForeverAfterReadingPastTheEnd) {
  const Bytes bytes{1, 2, 3};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.u32(), 0U);
  EXPECT_TRUE(reader.failed());
  EXPECT_EQ(reader.u8(), 0);
  EXPECT_FALSE(reader.finished());
}

TEST(ByteReader, IsNotFinishedWithBytesLeftOver) {
  const Bytes bytes{1, 2};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.u8(), 1);
  EXPECT_FALSE(reader.finished());
}

TEST(ByteReader, RefusesALengthAboveItsLimit) {
  const Bytes bytes{0, 3, 'a', 'b', 'c'};
  EXPECT_EQ(ByteReader(bytes).var16(3).size(), 3U);
  ByteReader reader(bytes);
  EXPECT_TRUE(reader.var16(2).empty());
  EXPECT_TRUE(reader.failed());
}

TEST(ByteReader, RefusesACountThatTheRemainingBytesCannotHold) {
  const Bytes bytes{0, 2, 0, 0, 0, 0};
  EXPECT_EQ(ByteReader(bytes).count16(10, 2), 2U);
  ByteReader too_many(bytes);
  EXPECT_EQ(too_many.count16(1, 2), 0U);
  EXPECT_TRUE(too_many.failed());
  ByteReader unfounded(bytes);
  EXPECT_EQ(unfounded.count16(10, 3), 0U);
  EXPECT_TRUE(unfounded.failed());
}

}  // namespace
}  // namespace vitalstream
