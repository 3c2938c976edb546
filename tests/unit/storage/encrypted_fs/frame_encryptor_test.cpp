#include "storage/encrypted_fs/frame_encryptor.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/storage/encrypted_fs/framed_file.hpp"

namespace vitalstream::storage {
namespace {

EncryptedFrameHeader header_at(const FramedFile& file, std::size_t append) {
  return decode_frame_header(ByteView(file.bytes).subspan(file.ends[append]))
      .value_or(EncryptedFrameHeader{});
}

TEST(FrameEncryptor, NumbersItsFramesFromOne) {
  FramedFile file;
  EXPECT_EQ(file.encryptor->last_number(), 0U);
  file.append(10, 1);
  file.append(20, 2);
  EXPECT_EQ(header_at(file, 0).number, 1U);
  EXPECT_EQ(header_at(file, 1).number, 2U);
  EXPECT_EQ(file.encryptor->last_number(), 2U);
}

TEST(FrameEncryptor, SaysInEachFrameWhatWasDurable) {
  FramedFile file;
  file.append(10, 1);
  file.append(10, 1);
  file.sync();
  file.append(10, 1);
  file.encryptor->set_durable(1);
  file.append(10, 1);
  EXPECT_EQ(header_at(file, 1).durable, 0U);
  EXPECT_EQ(header_at(file, 2).durable, 2U);
  EXPECT_EQ(header_at(file, 3).durable, 2U) << "what is durable stays so";
}

TEST(FrameEncryptor, LongAppendsBecomeSeveralFrames) {
  FramedFile file;
  file.append(2 * kFramePayloadBytesMax + 5, 1);
  EXPECT_EQ(file.encryptor->last_number(), 3U);
  EXPECT_EQ(header_at(file, 0).payload_bytes, kFramePayloadBytesMax);
}

TEST(FrameEncryptor, NothingAppendedIsNoFrame) {
  FramedFile file;
  file.append(0, 0);
  EXPECT_EQ(file.bytes.size(), kFileHeaderBytes);
}

// The frame of a number that a torn tail took away is written again, with other bytes perhaps.
TEST(FrameEncryptor, EveryOpeningHasItsOwnNonces) {
  std::set<Opening> openings;
  for (int opening = 0; opening < 50; ++opening) {
    FramedFile file;
    file.append(1, 1);
    EXPECT_TRUE(openings.insert(header_at(file, 0).opening).second);
  }
}

TEST(FrameEncryptor, StopsWhenItsNumbersAreUsedUp) {
  const FramedFile file;
  FrameEncryptor encryptor(file.cipher,
                           {.offset = kFileHeaderBytes, .number = kFrameNumberMax - 2});
  Bytes encrypted;
  EXPECT_FALSE(encryptor.append(Bytes(2 * kFramePayloadBytesMax), encrypted));
  EXPECT_TRUE(encrypted.empty());
  EXPECT_TRUE(encryptor.append(Bytes(1), encrypted));
  EXPECT_TRUE(encryptor.append(Bytes(1), encrypted));
  EXPECT_FALSE(encryptor.append(Bytes(1), encrypted));
}

}  // namespace
}  // namespace vitalstream::storage
