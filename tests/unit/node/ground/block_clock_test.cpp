#include "node/ground/block_clock.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr UnixMs kStart{1'000'000'000'000};
constexpr consensus::ValidatorId kOwn{1};

// A network whose clocks are right, seen by a node whose clock is `off_ms` from it.
class BlockClockTest : public ::testing::Test {
 protected:
  consensus::Clock clock(std::int64_t off_ms = 0) const {
    return {Instant{passed_ms_ * 1000}, UnixMs{kStart.value() + passed_ms_ + off_ms}};
  }
  std::optional<BlockClock::News> block(std::uint32_t proposer, std::int64_t off_ms) {
    consensus::BlockHeader header;
    header.proposer = consensus::ValidatorId{proposer};
    header.timestamp = UnixMs{kStart.value() + passed_ms_};
    passed_ms_ += 100;
    return block_clock_.note_final(header, clock(off_ms));
  }
  std::optional<BlockClock::News> fetched(UnixMs timestamp) {
    consensus::BlockHeader header;
    header.proposer = consensus::ValidatorId{2};
    header.timestamp = timestamp;
    return block_clock_.note_final(header, std::nullopt);
  }

  std::int64_t passed_ms_ = 0;
  BlockClock block_clock_{kOwn, UnixMs{kStart.value() - 5}};
};

TEST_F(BlockClockTest, BeforeTheFirstBlockTheOwnClockIsAllThatIsKnown) {
  EXPECT_EQ(block_clock_.time(clock()).reached, UnixMs{kStart.value() - 5});
  EXPECT_EQ(block_clock_.time(clock()).expected, kStart);
  EXPECT_EQ(block_clock_.time(clock(-kHourMs)).expected, UnixMs{kStart.value() - 5});
  EXPECT_FALSE(block_clock_.offset());
}

TEST_F(BlockClockTest, AfterwardsTheOwnWallClockDecidesNothing) {
  block(2, kHourMs);
  passed_ms_ += 400;
  for (const std::int64_t off_ms : {kHourMs, -kHourMs}) {
    EXPECT_EQ(block_clock_.time(clock(off_ms)).reached, kStart);
    EXPECT_EQ(block_clock_.time(clock(off_ms)).expected, UnixMs{kStart.value() + 400});
  }
}

TEST_F(BlockClockTest, ABlockThatWasFetchedLaterSaysNothingOfNow) {
  passed_ms_ = kHourMs;
  for (std::size_t i = 0; i < kClockOffsetBlocks; ++i) {
    EXPECT_FALSE(fetched(kStart));
  }
  EXPECT_FALSE(block_clock_.offset());
  EXPECT_EQ(block_clock_.time(clock()).reached, kStart);
  EXPECT_EQ(block_clock_.time(clock()).expected, UnixMs{kStart.value() + kHourMs});
}

TEST_F(BlockClockTest, BlockTimeRunsOnFromTheProposalAndNotFromWhatWasFetched) {
  block(2, 0);
  passed_ms_ = kHourMs;
  EXPECT_FALSE(fetched(UnixMs{kStart.value() + 500}));
  EXPECT_EQ(block_clock_.time(clock()).reached, UnixMs{kStart.value() + 500});
  EXPECT_EQ(block_clock_.time(clock(-kHourMs)).expected, UnixMs{kStart.value() + kHourMs - 100});
}

TEST_F(BlockClockTest, AWrongClockIsToldOnceAndSoIsItsBeingRight) {
  for (std::size_t i = 1; i < kClockOffsetBlocksMin; ++i) {
    EXPECT_FALSE(block(2, -kHourMs));
  }
  EXPECT_EQ(block(3, -kHourMs), BlockClock::News::Wrong);
  EXPECT_EQ(block_clock_.offset(), milliseconds(100 - kHourMs));
  EXPECT_FALSE(block(4, -kHourMs));
  std::size_t told = 0;
  for (std::size_t i = 0; i < kClockOffsetBlocks; ++i) {
    const auto news = block(2, 0);
    told += news == BlockClock::News::Right ? 1U : 0U;
  }
  EXPECT_EQ(told, 1U);
}

TEST_F(BlockClockTest, OwnBlocksAndALeaderWhoseClockIsWrongDoNotCount) {
  for (std::size_t i = 0; i < 4 * kClockOffsetBlocks; ++i) {
    EXPECT_FALSE(block(1, kHourMs)) << "it agrees with itself";
  }
  EXPECT_FALSE(block_clock_.offset());
  for (std::size_t i = 0; i < kClockOffsetBlocks; ++i) {
    EXPECT_FALSE(block(2, i % 3 == 2 ? kHourMs : 0));
  }
  EXPECT_EQ(block_clock_.offset(), milliseconds(100));
}

}  // namespace
}  // namespace vitalstream::node
