#include "node/ground/descriptor_watch.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <vector>

#include "node/ground/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr std::uint64_t kMax = 1'000;

TEST(DescriptorMark, IsLowWhenFewerAreFreeThanAreSpared) {
  DescriptorMark mark;
  EXPECT_FALSE(mark.on_reading({kMax - kDescriptorsSpared, kMax}));
  EXPECT_TRUE(mark.on_reading({kMax - kDescriptorsSpared + 1, kMax}));
  EXPECT_TRUE(mark.is_low());
  EXPECT_FALSE(mark.on_reading({kMax, kMax})) << "told once";
}

TEST(DescriptorMark, IsOverWhenTwiceAsManyAreFree) {
  DescriptorMark mark;
  EXPECT_TRUE(mark.on_reading({kMax, kMax}));
  EXPECT_FALSE(mark.on_reading({kMax - 2 * kDescriptorsSpared + 1, kMax}));
  EXPECT_TRUE(mark.on_reading({kMax - 2 * kDescriptorsSpared, kMax}));
  EXPECT_FALSE(mark.is_low());
}

TEST(DescriptorWatch, TellsOfALimitThatLeavesTooFewAndOfItsEnd) {
  std::vector<bool> told;
  DescriptorWatch watch([&](bool is_low, const DescriptorReading&) { told.push_back(is_low); });
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  watch.look();
  ASSERT_TRUE(told.empty()) << "this test has descriptors enough";
  const DescriptorReading reading = watch.reading();
  EXPECT_EQ(reading.open_max, before.rlim_cur);
  EXPECT_GE(reading.open, 3U);
  rlimit lowered = before;
  lowered.rlim_cur = reading.open + kDescriptorsSpared - 1;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &lowered), 0);
  watch.look();
  lowered.rlim_cur = 0;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &lowered), 0);
  watch.look();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  watch.look();
  EXPECT_EQ(told, (std::vector<bool>{true, false}));
}

}  // namespace
}  // namespace vitalstream::node
