#include "storage/encrypted_fs/frame_reader.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/storage/encrypted_fs/framed_file.hpp"

namespace vitalstream::storage {
namespace {

FramedFile some_file() {
  FramedFile file;
  for (std::uint8_t number = 1; number < 40; ++number) {
    Bytes payload(number * 41U, number);
    payload.back() = 0xFF;
    file.append(payload);
  }
  return file;
}

TEST(FrameReader, ReadsEveryRange) {
  const FramedFile file = some_file();
  MemorySource source(file.bytes);
  auto frames = file.scan();
  ASSERT_TRUE(frames.has_value());
  FrameReader reader(source, file.cipher, std::move(*frames));
  EXPECT_EQ(reader.logical_bytes(), file.content.size());
  std::mt19937_64 random(3);
  for (int round = 0; round < 300; ++round) {
    const std::size_t offset = random() % file.content.size();
    Bytes target(random() % 5'000);
    const auto count = reader.read(offset, target);
    ASSERT_TRUE(count.has_value());
    ASSERT_EQ(*count, std::min(target.size(), file.content.size() - offset));
    EXPECT_TRUE(
        equal(ByteView(target).first(*count), ByteView(file.content).subspan(offset, *count)));
  }
  Bytes target(10);
  EXPECT_EQ(*reader.read(file.content.size(), target), 0U);
  EXPECT_EQ(*reader.read(~std::uint64_t{0}, target), 0U);
}

TEST(FrameReader, FindsWhatWasChangedSinceTheScan) {
  FramedFile file = some_file();
  MemorySource source(file.bytes);
  auto frames = file.scan();
  ASSERT_TRUE(frames.has_value());
  FrameReader reader(source, file.cipher, std::move(*frames));
  file.bytes[file.ends[10] + 60] ^= 1U;
  Bytes target(file.content.size());
  const auto count = reader.read(0, target);
  ASSERT_FALSE(count.has_value());
  EXPECT_EQ(count.error().reason, ScanFailure::Reason::Damaged);
  EXPECT_EQ(count.error().offset, file.ends[10]);
}

TEST(FrameReader, AnEmptyFileHasNothing) {
  const FramedFile file;
  MemorySource source(file.bytes);
  FrameReader reader(source, file.cipher, *file.scan());
  Bytes target(10);
  EXPECT_EQ(*reader.read(0, target), 0U);
}

}  // namespace
}  // namespace vitalstream::storage
