#include "storage/encrypted_fs/frame_sealer.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/storage/encrypted_fs/framed_file.hpp"

namespace vitalstream::storage {
namespace {

SealedFrameHeader header_at(const FramedFile& file, std::size_t append) {
  return decode_sealed_frame_header(ByteView(file.bytes).subspan(file.ends[append]))
      .value_or(SealedFrameHeader{});
}

TEST(FrameSealer, NumbersItsFramesFromOne) {
  FramedFile file;
  EXPECT_EQ(file.sealer->last_number(), 0U);
  file.append(10, 1);
  file.append(20, 2);
  EXPECT_EQ(header_at(file, 0).number, 1U);
  EXPECT_EQ(header_at(file, 1).number, 2U);
  EXPECT_EQ(file.sealer->last_number(), 2U);
}

TEST(FrameSealer, SaysInEachFrameWhatWasDurable) {
  FramedFile file;
  file.append(10, 1);
  file.append(10, 1);
  file.sync();
  file.append(10, 1);
  file.sealer->set_durable(1);
  file.append(10, 1);
  EXPECT_EQ(header_at(file, 1).durable, 0U);
  EXPECT_EQ(header_at(file, 2).durable, 2U);
  EXPECT_EQ(header_at(file, 3).durable, 2U) << "what is durable stays so";
}

TEST(FrameSealer, LongAppendsBecomeSeveralFrames) {
  FramedFile file;
  file.append(2 * kFramePayloadBytesMax + 5, 1);
  EXPECT_EQ(file.sealer->last_number(), 3U);
  EXPECT_EQ(header_at(file, 0).payload_bytes, kFramePayloadBytesMax);
}

TEST(FrameSealer, NothingAppendedIsNoFrame) {
  FramedFile file;
  file.append(0, 0);
  EXPECT_EQ(file.bytes.size(), kFileHeaderBytes);
}

// The frame of a number that a torn tail took away is written again, with other bytes perhaps.
TEST(FrameSealer, EveryOpeningHasItsOwnNonces) {
  std::set<Opening> openings;
  for (int opening = 0; opening < 50; ++opening) {
    FramedFile file;
    file.append(1, 1);
    EXPECT_TRUE(openings.insert(header_at(file, 0).opening).second);
  }
}

TEST(FrameSealer, StopsWhenItsNumbersAreUsedUp) {
  const FramedFile file;
  FrameSealer sealer(file.cipher, {.offset = kFileHeaderBytes, .number = kFrameNumberMax - 2});
  Bytes sealed;
  EXPECT_FALSE(sealer.append(Bytes(2 * kFramePayloadBytesMax), sealed));
  EXPECT_TRUE(sealed.empty());
  EXPECT_TRUE(sealer.append(Bytes(1), sealed));
  EXPECT_TRUE(sealer.append(Bytes(1), sealed));
  EXPECT_FALSE(sealer.append(Bytes(1), sealed));
}

}  // namespace
}  // namespace vitalstream::storage
