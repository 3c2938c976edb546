#include "node/ground/space_watch.hpp"

#include <gtest/gtest.h>

#include <future>

#include "tests/support/temp_directory.hpp"

namespace vitalstream::node {
namespace {

constexpr std::chrono::seconds kDeadline{60};
constexpr std::uint64_t kMoreThanAnyDisk = 1ULL << 62U;

class SpaceWatchTest : public ::testing::Test {
 protected:
  SpaceWatch::Parts parts(std::uint64_t bytes_min) {
    SpaceWatch::Parts parts;
    parts.place = directory_.path();
    parts.rule = {0, bytes_min};
    parts.reserve = &reserve_;
    parts.on_changed = [this](const SpaceStatus& status) { changed_.set_value(status); };
    parts.on_reserve_released = [this] { released_.set_value(); };
    parts.on_reserve_restored = [this] { restored_.set_value(); };
    parts.on_looked = [] {};
    return parts;
  }
  template <class Event>
  static bool comes(std::promise<Event>& event) {
    return event.get_future().wait_for(kDeadline) == std::future_status::ready;
  }

  testing::TempDirectory directory_;
  storage::SpaceReserve reserve_{directory_.path() / "RESERVE", 4096};
  std::promise<SpaceStatus> changed_;
  std::promise<void> released_;
  std::promise<void> restored_;
};

TEST_F(SpaceWatchTest, ALowDiskIsToldAndGetsNoReserve) {
  SpaceWatch watch(parts(kMoreThanAnyDisk));
  EXPECT_FALSE(watch.is_low()) << "before it has looked";
  watch.start();
  auto told = changed_.get_future();
  ASSERT_EQ(told.wait_for(kDeadline), std::future_status::ready);
  EXPECT_TRUE(told.get().is_low);
  EXPECT_TRUE(watch.is_low());
  EXPECT_GT(watch.status().reading.total_bytes, 0U);
  watch.finish();
  EXPECT_FALSE(reserve_.is_held());
}

TEST_F(SpaceWatchTest, WithRoomTheReserveIsMadeAndMadeAgain) {
  SpaceWatch watch(parts(0));
  watch.start();
  ASSERT_TRUE(comes(restored_));
  EXPECT_TRUE(reserve_.is_held());
  restored_ = {};
  EXPECT_TRUE(reserve_.release());
  EXPECT_TRUE(comes(released_));
  EXPECT_TRUE(comes(restored_));
  watch.finish();
  EXPECT_TRUE(reserve_.is_held());
  EXPECT_FALSE(watch.is_low());
}

}  // namespace
}  // namespace vitalstream::node
