#include "node/ground/low_water_mark.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kMiB = 1024 * 1024;
constexpr std::uint64_t kTotal = 1'000 * kMiB;

SpaceReading free_mib(std::uint64_t mib) { return {kTotal, mib * kMiB}; }

TEST(LowWaterMark, IsTheLargerOfPartAndSize) {
  EXPECT_EQ(LowWaterMark({10, 50 * kMiB}).bytes_of(free_mib(0)), 100 * kMiB);
  EXPECT_EQ(LowWaterMark({10, 150 * kMiB}).bytes_of(free_mib(0)), 150 * kMiB);
  EXPECT_EQ(LowWaterMark({0, 0}).bytes_of(free_mib(0)), 0U);
}

TEST(LowWaterMark, IsLowBelowItAndNotAtIt) {
  LowWaterMark mark({10, 0});
  EXPECT_FALSE(mark.on_reading(free_mib(100)));
  EXPECT_FALSE(mark.is_low());
  EXPECT_TRUE(mark.on_reading({kTotal, 100 * kMiB - 1}));
  EXPECT_TRUE(mark.is_low());
  EXPECT_FALSE(mark.on_reading(free_mib(50))) << "told once";
}

TEST(LowWaterMark, IsOverOnlyWithAFifthMore) {
  LowWaterMark mark({10, 0});
  EXPECT_TRUE(mark.on_reading(free_mib(99)));
  EXPECT_FALSE(mark.on_reading({kTotal, 120 * kMiB - 1}));
  EXPECT_TRUE(mark.is_low());
  EXPECT_TRUE(mark.on_reading(free_mib(120)));
  EXPECT_FALSE(mark.is_low());
}

TEST(LowWaterMark, WithoutAMarkNothingIsEverLow) {
  LowWaterMark mark({0, 0});
  EXPECT_FALSE(mark.on_reading(free_mib(0)));
  EXPECT_FALSE(mark.is_low());
}

TEST(LowWaterMark, TheWordsSayHowMuchAndWhatToDo) {
  const std::string words = low_space_words({free_mib(37), 100 * kMiB, true, true});
  EXPECT_THAT(words, HasSubstr("37 MiB of 1000 MiB are free"));
  EXPECT_THAT(words, HasSubstr("below 100 MiB nothing new is admitted"));
  EXPECT_THAT(words, HasSubstr("make room or enlarge the volume"));
}

}  // namespace
}  // namespace vitalstream::node
