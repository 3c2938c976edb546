// The swarm: every property holds in every history. VITALSTREAM_SIM_SEEDS says how many in all
// (2,000 if unset), VITALSTREAM_SIM_FIRST_SEED where they begin.
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/sim/seed_run.hpp"

namespace vitalstream::sim {
namespace {

constexpr std::uint64_t kSeeds = 2'000;
constexpr std::uint64_t kShards = 4;
constexpr std::uint64_t kTwiceRun = 25;  // of each shard
constexpr double kShareOwingProgress = 0.9;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::string story(const SeedOptions& options, const SeedResult& result) {
  std::string text = "replay: " + replay_command(options);
  for (const checkers::Violation& violation : result.violations) {
    text += "\n  " + violation.property + ": " + violation.what;
  }
  return text;
}

SeedOptions options_of(std::uint64_t seed) {
  SeedOptions options;
  options.seed = seed;
  options.validators = validators_of(seed);
  return options;
}

class Seeds : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(Seeds, HoldEveryProperty) {
  const std::uint64_t count = setting("VITALSTREAM_SIM_SEEDS", kSeeds) / kShards;
  const std::uint64_t first = setting("VITALSTREAM_SIM_FIRST_SEED", 1) + GetParam() * count;
  std::uint64_t heights = 0;
  std::uint64_t delegations = 0;
  std::uint64_t owing_progress = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    const SeedOptions options = options_of(seed);
    const SeedResult result = run_seed(options);
    heights += result.height;
    delegations += result.delegations;
    owing_progress += result.owed_progress ? 1U : 0U;
    EXPECT_TRUE(result.passed()) << story(options, result);
  }
  const auto seeds = static_cast<double>(std::max<std::uint64_t>(count, 1));
  EXPECT_GE(static_cast<double>(owing_progress), seeds * kShareOwingProgress)
      << "a swarm that excuses the lack of progress finds none";
  std::printf("%llu seeds, %.1f heights and %.1f delegations each, %llu owed progress\n",
              static_cast<unsigned long long>(count), static_cast<double>(heights) / seeds,
              static_cast<double>(delegations) / seeds,
              static_cast<unsigned long long>(owing_progress));
}

TEST_P(Seeds, GiveTheSameHistoryTwice) {
  const std::uint64_t first = setting("VITALSTREAM_SIM_FIRST_SEED", 1) + GetParam() * kTwiceRun;
  for (std::uint64_t seed = first; seed < first + kTwiceRun; ++seed) {
    const SeedOptions options = options_of(seed);
    EXPECT_EQ(run_seed(options).trace_hash, run_seed(options).trace_hash)
        << replay_command(options);
  }
}

// Rare histories. In both of these, validators that have never voted, an honest one and a Byzantine
// one, are with liars that need a new record more than f: the view that they must leave out never
// ends, and no progress is owed.
TEST(KeptSeeds, HoldEveryProperty) {
  for (const std::uint64_t seed : {201'623U, 225'235U}) {
    const SeedOptions options = options_of(seed);
    const SeedResult result = run_seed(options);
    EXPECT_TRUE(result.passed()) << story(options, result);
  }
}

INSTANTIATE_TEST_SUITE_P(Swarm, Seeds, ::testing::Range<std::uint64_t>(0, kShards));

}  // namespace
}  // namespace vitalstream::sim
