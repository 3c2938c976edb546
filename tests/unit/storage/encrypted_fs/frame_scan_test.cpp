#include "storage/encrypted_fs/frame_scan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/storage/encrypted_fs/framed_file.hpp"

namespace vitalstream::storage {
namespace {

// Three frames that were synced and three that were not, each of several sectors.
FramedFile some_file() {
  FramedFile file;
  for (std::uint8_t number = 1; number <= 3; ++number) {
    file.append(1'500, number);
  }
  file.sync();
  for (std::uint8_t number = 4; number <= 6; ++number) {
    file.append(1'500, number);
  }
  return file;
}

void zero(Bytes& bytes, std::size_t begin, std::size_t end) {
  std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
            bytes.begin() + static_cast<std::ptrdiff_t>(std::min(end, bytes.size())),
            std::uint8_t{0});
}

void expect_prefix(const FramedFile& file, ByteView bytes, std::size_t frames) {
  const auto scan = file.scan(bytes);
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->frames.size(), frames);
  EXPECT_EQ(scan->logical_bytes, 1'500 * frames);
  EXPECT_EQ(scan->next.offset, file.ends[frames]);
  EXPECT_EQ(scan->next.number, frames + 1);
}

void expect_damaged(const FramedFile& file, ByteView bytes, std::size_t at) {
  const auto scan = file.scan(bytes);
  ASSERT_FALSE(scan.has_value());
  EXPECT_EQ(scan.error().reason, ScanFailure::Reason::Damaged);
  EXPECT_EQ(scan.error().offset, at);
}

TEST(FrameScan, FindsTheFramesOfAWholeFile) {
  const FramedFile file = some_file();
  const auto scan = file.scan();
  ASSERT_TRUE(scan.has_value());
  ASSERT_EQ(scan->frames.size(), 6U);
  EXPECT_FALSE(scan->is_torn);
  EXPECT_EQ(scan->frames[2].logical, 3'000U);
  EXPECT_EQ(scan->frames[2].offset, file.ends[2]);
}

TEST(FrameScan, MissingBytesAtTheEndAreATornTail) {
  const FramedFile file = some_file();
  for (std::size_t size = file.ends[5] + 1; size < file.ends[6]; ++size) {
    const ByteView cut = ByteView(file.bytes).first(size);
    expect_prefix(file, cut, 5);
    EXPECT_TRUE(file.scan(cut)->is_torn);
  }
}

TEST(FrameScan, ACutAtABorderIsAShorterFile) {
  const FramedFile file = some_file();
  for (std::size_t frames = 0; frames <= 6; ++frames) {
    const ByteView cut = ByteView(file.bytes).first(file.ends[frames]);
    expect_prefix(file, cut, frames);
    EXPECT_FALSE(file.scan(cut)->is_torn);
  }
}

TEST(FrameScan, AFlippedBitIsDamageInEveryFrameTheLastIncluded) {
  const FramedFile file = some_file();
  for (std::size_t frame = 0; frame < 6; ++frame) {
    for (std::size_t at = file.ends[frame]; at < file.ends[frame + 1]; at += 29) {
      Bytes flipped = file.bytes;
      flipped[at] ^= 4U;
      expect_damaged(file, flipped, file.ends[frame]);
    }
  }
}

TEST(FrameScan, AnUnwrittenSectorIsATornTailWhereNothingSaysThatItWasDurable) {
  const FramedFile file = some_file();
  for (std::size_t sector = file.ends[3] / 512 + 1; sector * 512 < file.bytes.size(); ++sector) {
    Bytes torn = file.bytes;
    zero(torn, sector * 512, (sector + 1) * 512);
    const auto frame = static_cast<std::size_t>(std::ranges::upper_bound(file.ends, sector * 512) -
                                                file.ends.begin() - 1);
    expect_prefix(file, torn, frame);
  }
}

// The later frames of one round of appends may reach the disk before the earlier ones.
TEST(FrameScan, AnUnsyncedFrameMayBeMissingBeforeOneThatIsWhole) {
  const FramedFile file = some_file();
  Bytes torn = file.bytes;
  zero(torn, file.ends[3], file.ends[4]);
  expect_prefix(file, torn, 3);
}

TEST(FrameScan, SmallUnsyncedFramesOfOneSectorMayBeMissingSingly) {
  FramedFile file;
  file.append(20, 1);
  file.sync();
  for (std::uint8_t number = 2; number <= 4; ++number) {
    file.append(20, number);
  }
  Bytes torn = file.bytes;
  zero(torn, file.ends[2], file.ends[3]);
  const auto scan = file.scan(torn);
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->next.offset, file.ends[2]);
  // But what was synced is not missing by accident.
  zero(torn, file.ends[0], file.ends[1]);
  expect_damaged(file, torn, file.ends[0]);
}

TEST(FrameScan, AZeroedSectorInWhatALaterFrameKnewDurableIsDamage) {
  const FramedFile file = some_file();
  for (std::size_t sector = kFileHeaderBytes / 512; (sector + 1) * 512 <= file.ends[3]; ++sector) {
    Bytes zeroed = file.bytes;
    zero(zeroed, sector * 512, (sector + 1) * 512);
    EXPECT_FALSE(file.scan(zeroed).has_value()) << sector;
  }
}

TEST(FrameScan, ARemovedFrameIsDamage) {
  const FramedFile file = some_file();
  Bytes removed = file.bytes;
  removed.erase(removed.begin() + static_cast<std::ptrdiff_t>(file.ends[1]),
                removed.begin() + static_cast<std::ptrdiff_t>(file.ends[2]));
  expect_damaged(file, removed, file.ends[1]);
}

TEST(FrameScan, ExchangedFramesAreDamage) {
  const FramedFile file = some_file();
  Bytes exchanged = file.bytes;
  const auto at = [&](std::size_t frame) {
    return exchanged.begin() + static_cast<std::ptrdiff_t>(file.ends[frame]);
  };
  std::swap_ranges(at(1), at(2), at(2));
  expect_damaged(file, exchanged, file.ends[1]);
}

TEST(FrameScan, AFrameOfAnotherFileIsDamage) {
  const FramedFile file = some_file();
  const FramedFile other = some_file();
  Bytes mixed = file.bytes;
  std::copy(other.bytes.begin() + static_cast<std::ptrdiff_t>(file.ends[4]),
            other.bytes.begin() + static_cast<std::ptrdiff_t>(file.ends[5]),
            mixed.begin() + static_cast<std::ptrdiff_t>(file.ends[4]));
  expect_damaged(file, mixed, file.ends[4]);
}

TEST(FrameScan, GarbageAfterTheEndIsDamageAndZerosAreATornTail) {
  const FramedFile file = some_file();
  for (const std::size_t size : {1U, 20U, 28U, 600U, 5'000U}) {
    Bytes longer = file.bytes;
    longer.insert(longer.end(), size, 'x');
    expect_damaged(file, longer, file.ends[6]);
    longer = file.bytes;
    longer.resize(longer.size() + size);
    expect_prefix(file, longer, 6);
  }
}

TEST(FrameScan, AFileThatWasOpenedAgainGoesOn) {
  FramedFile file = some_file();
  file.reopen();
  file.sync();
  file.append(1'500, 7);
  expect_prefix(file, file.bytes, 7);
  Bytes zeroed = file.bytes;
  zero(zeroed, file.ends[5], file.ends[6]);
  expect_damaged(file, zeroed, file.ends[5]);
}

TEST(FrameScan, LooksNoFurtherThanItIsTold) {
  const FramedFile file = some_file();
  MemorySource source(file.bytes);
  const auto scan = scan_encrypted_frames(source, file.ends[2], file.cipher);
  ASSERT_TRUE(scan.has_value());
  EXPECT_EQ(scan->frames.size(), 2U);
  EXPECT_FALSE(scan->is_torn);
}

TEST(FrameScan, AFailedReadIsNoDamage) {
  class Failing final : public ByteSource {
   public:
    std::uint64_t size() const override { return 10'000; }
    Result<std::size_t, SourceError> read(std::uint64_t /*offset*/,
                                          std::span<std::uint8_t> /*target*/) override {
      return SourceError::Failed;
    }
  } source;
  const auto scan = scan_encrypted_frames(source, source.size(), FramedFile().cipher);
  ASSERT_FALSE(scan.has_value());
  EXPECT_EQ(scan.error().reason, ScanFailure::Reason::Source);
}

}  // namespace
}  // namespace vitalstream::storage
