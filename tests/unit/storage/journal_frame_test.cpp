#include "storage/journal_frame.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace vitalstream::storage {
namespace {

constexpr std::uint32_t kSeed = 77;

Bytes payload(std::size_t bytes) {
  Bytes made(bytes);
  for (std::size_t at = 0; at < bytes; ++at) {
    made[at] = static_cast<std::uint8_t>(at % 251 + 1);
  }
  return made;
}

Bytes three_frames(std::size_t last_bytes) {
  Bytes file;
  append_frame(file, payload(100), 1, kSeed);
  append_frame(file, payload(200), 2, kSeed);
  append_frame(file, payload(last_bytes), 3, kSeed);
  return file;
}

constexpr std::size_t kOverhead = kFrameHeaderBytes + kFrameEndBytes;
constexpr std::size_t kThirdBegins = 300 + 2 * kOverhead;

FrameScan scan(ByteView file) { return scan_frames(file, 0, kSeed); }

void zero(Bytes& file, std::size_t begin, std::size_t end) {
  std::fill(file.begin() + static_cast<std::ptrdiff_t>(begin),
            file.begin() + static_cast<std::ptrdiff_t>(std::min(end, file.size())),
            std::uint8_t{0});
}

TEST(JournalFrame, ReadsWhatWasAppended) {
  const Bytes file = three_frames(1'000);
  const FrameScan found = scan(file);
  EXPECT_EQ(found.tail, Tail::Clean);
  EXPECT_EQ(found.good_bytes, file.size());
  ASSERT_EQ(found.payloads.size(), 3U);
  EXPECT_TRUE(equal(found.payloads[2], payload(1'000)));
}

TEST(JournalFrame, AnEmptyFileIsClean) {
  EXPECT_EQ(scan({}).tail, Tail::Clean);
  EXPECT_TRUE(scan({}).payloads.empty());
}

TEST(JournalFrame, EveryCutInsideTheLastFrameIsATornTail) {
  const Bytes file = three_frames(300);
  for (std::size_t end = kThirdBegins + 1; end < file.size(); ++end) {
    const FrameScan found = scan(ByteView(file).first(end));
    EXPECT_EQ(found.tail, Tail::Torn) << end;
    EXPECT_EQ(found.good_bytes, kThirdBegins) << end;
    EXPECT_EQ(found.payloads.size(), 2U) << end;
  }
}

TEST(JournalFrame, AnUnwrittenSectorOfTheLastFrameIsATornTail) {
  const Bytes whole = three_frames(3'000);
  for (std::size_t sector = kThirdBegins / 512; sector * 512 < whole.size(); ++sector) {
    Bytes file = whole;
    zero(file, std::max(sector * 512, kThirdBegins), (sector + 1) * 512);
    EXPECT_EQ(scan(file).tail, Tail::Torn) << sector;
    EXPECT_EQ(scan(file).good_bytes, kThirdBegins) << sector;
  }
}

TEST(JournalFrame, ALengthWithoutContentsIsATornTail) {
  Bytes file = three_frames(3'000);
  zero(file, kThirdBegins, file.size());
  EXPECT_EQ(scan(file).tail, Tail::Torn);
  EXPECT_EQ(scan(file).good_bytes, kThirdBegins);
}

TEST(JournalFrame, EveryFlippedBitIsDamage) {
  Bytes file = three_frames(60);
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_EQ(scan(file).tail, Tail::Damaged) << bit;
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
}

TEST(JournalFrame, AZeroedSectorBeforeTheLastFrameIsDamage) {
  Bytes file;
  append_frame(file, payload(2'000), 1, kSeed);
  append_frame(file, payload(2'000), 2, kSeed);
  for (std::size_t sector = 0; sector < 3; ++sector) {
    Bytes damaged = file;
    zero(damaged, sector * 512, (sector + 1) * 512);
    EXPECT_EQ(scan(damaged).tail, Tail::Damaged) << sector;
  }
}

TEST(JournalFrame, AMissingFrameIsDamage) {
  const Bytes file = three_frames(100);
  Bytes without_second(file.begin(), file.begin() + 100 + kOverhead);
  append(without_second, ByteView(file).subspan(kThirdBegins));
  EXPECT_EQ(scan(without_second).tail, Tail::Damaged);
}

TEST(JournalFrame, AFrameOfAnotherFileIsDamage) {
  Bytes file = three_frames(10);
  append_frame(file, payload(10), 4, kSeed + 1);
  EXPECT_EQ(scan(file).tail, Tail::Damaged);
}

TEST(JournalFrame, ForeignBytesAtTheEndAreDamage) {
  Bytes file = three_frames(10);
  append(file, as_bytes("x"));
  EXPECT_EQ(scan(file).tail, Tail::Damaged);
}

}  // namespace
}  // namespace vitalstream::storage
