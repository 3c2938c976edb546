#include "node/process/machine_limits.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <fstream>

#include "tests/support/temp_directory.hpp"

namespace vitalstream::node {
namespace {

class MachineLimitsTest : public ::testing::Test {
 protected:
  void write(const std::string& path, const std::string& text) {
    const auto whole = directory_.path() / path;
    std::filesystem::create_directories(whole.parent_path());
    std::ofstream(whole) << text;
  }
  std::optional<std::uint64_t> memory(const std::string& memberships) {
    return group_limit({directory_.path(), memberships}, GroupLimit::Memory);
  }
  std::optional<std::uint64_t> threads(const std::string& memberships) {
    return group_limit({directory_.path(), memberships}, GroupLimit::Threads);
  }

  testing::TempDirectory directory_;
};

TEST_F(MachineLimitsTest, OfVersion2TheLeastOnTheWayUpHolds) {
  write("kube/pod/memory.max", "2000\n");
  write("kube/memory.max", "1000\n");
  EXPECT_EQ(memory("0::/kube/pod\n"), 1000U);
  write("kube/memory.max", "max\n");
  EXPECT_EQ(memory("0::/kube/pod\n"), 2000U);
  write("kube/pod/memory.max", "max\n");
  EXPECT_EQ(memory("0::/kube/pod\n"), std::nullopt);
}

TEST_F(MachineLimitsTest, InAContainerTheRootIsItsOwnGroup) {
  write("memory.max", "3000\n");
  EXPECT_EQ(memory("0::/a/path/of/the/host\n"), 3000U);
  EXPECT_EQ(memory("0::/\n"), 3000U);
}

TEST_F(MachineLimitsTest, OfVersion1TheControllersOwnTreeIsRead) {
  write("memory/docker/a/memory.limit_in_bytes", "4000\n");
  write("pids/docker/a/pids.max", "50\n");
  const std::string memberships = "12:pids:/docker/a\n5:cpu,memory:/docker/a\n1:name=x:/docker/a\n";
  EXPECT_EQ(memory(memberships), 4000U);
  EXPECT_EQ(threads(memberships), 50U);
  write("memory/docker/a/memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_EQ(memory(memberships), std::nullopt);
}

TEST_F(MachineLimitsTest, WhatIsNotThereLimitsNothing) {
  EXPECT_EQ(memory(""), std::nullopt);
  EXPECT_EQ(memory("nonsense\n0::\n:::\n"), std::nullopt);
  EXPECT_EQ(threads("0::/missing\n"), std::nullopt);
}

TEST_F(MachineLimitsTest, TheMachineHasMemoryAndADisk) {
  const MachineLimits limits = read_machine_limits(directory_.path() / "not" / "made" / "yet");
  ASSERT_TRUE(limits.memory);
  EXPECT_GT(limits.memory->amount, 0U);
  ASSERT_TRUE(limits.disk);
  EXPECT_GT(limits.disk->amount, 0U);
  EXPECT_EQ(&limits.of(Resource::Disk), &limits.disk);
}

TEST(DescriptorLimit, TheSoftOneIsRaisedAsFarAsTheHardOneAllows) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit lowered = before;
  lowered.rlim_cur = 64;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &lowered), 0);
  EXPECT_TRUE(raise_descriptor_limit(100));
  rlimit after{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, 100U);
  EXPECT_TRUE(raise_descriptor_limit(10)) << "never lowered";
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, 100U);
  if (before.rlim_max != RLIM_INFINITY) {
    EXPECT_FALSE(raise_descriptor_limit(before.rlim_max + 1));
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
    EXPECT_EQ(after.rlim_cur, before.rlim_max);
  }
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace vitalstream::node
