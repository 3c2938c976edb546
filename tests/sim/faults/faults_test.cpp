// Negative controls: each deliberate bug is found by the same seeds and checkers that the real
// protocol passes. A fault that is not found means that the checkers check nothing of its kind.
#include "tests/sim/faults/faults.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <functional>
#include <string>

#include "tests/sim/right_to_sign/laws.hpp"
#include "tests/sim/seed_run.hpp"

namespace vitalstream::sim {
namespace {

constexpr std::uint64_t kSeedsMax = 400;

struct Control {
  std::string fault;  // of faults.json; empty for one of the runner
  RunnerFaults runner;
};

class Faults : public ::testing::TestWithParam<const char*> {
 protected:
  void TearDown() override { activate_fault(""); }

  static SeedResult run(std::uint64_t seed, const RunnerFaults& runner) {
    SeedOptions options;
    options.seed = seed;
    options.validators = seed % 2 == 0 ? 4 : 5;
    options.faults = runner;
    return run_seed(options);
  }
  static void expect_found(const std::string& name, const RunnerFaults& runner) {
    for (std::uint64_t seed = 1; seed <= kSeedsMax; ++seed) {
      const SeedResult result = run(seed, runner);
      if (!result.passed()) {
        std::printf("%s: found by %s at seed %llu: %s\n", name.c_str(),
                    result.violations.front().property.c_str(),
                    static_cast<unsigned long long>(seed), result.violations.front().what.c_str());
        return;
      }
    }
    FAIL() << name << " is not found in " << kSeedsMax << " seeds";
  }
};

TEST_P(Faults, AreFound) {
  activate_fault(GetParam());
  expect_found(GetParam(), {});
}

INSTANTIATE_TEST_SUITE_P(Protocol, Faults,
                         ::testing::Values("quorum-too-small", "finalize-after-nullify",
                                           "forgotten-votes", "does-not-look-back",
                                           "nullify-blocks-certification", "reference-not-held",
                                           "executed-root-unchecked", "log-root-unchecked",
                                           "lane-position-of-the-final-chain",
                                           "vote-without-record", "never-says-it-is-stuck",
                                           "lost-batches-stay-lost", "delegation-without-end"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::erase(name, '-');
                           return name;
                         });

// Bugs of the right to sign (C15) are found by the model of it (right_to_sign/).
bool is_found_by_the_model(std::uint64_t seed, std::size_t validators) {
  ModelOptions options;
  options.seed = seed;
  options.validators = validators;
  options.liars = (validators - 1) / 3 - 1;
  if (is_held_twice(options)) {
    return true;
  }
  options.liars = 0;
  return !why_it_does_not_last(options).empty() ||
         handed_over_within(options, Ending::Over) > milliseconds(700) ||
         handed_over_within(options, Ending::KilledAndRepeated) > milliseconds(9'000);
}

class RightToSignFaults : public ::testing::TestWithParam<const char*> {
 protected:
  void TearDown() override { activate_fault(""); }
};

TEST_P(RightToSignFaults, AreFoundByTheModel) {
  activate_fault(GetParam());
  constexpr std::uint64_t kModelSeedsMax = 400;
  for (std::uint64_t seed = 1; seed <= kModelSeedsMax; ++seed) {
    if (is_found_by_the_model(seed, seed % 2 == 0 ? 4 : 7)) {
      std::printf("%s: found at seed %llu\n", GetParam(), static_cast<unsigned long long>(seed));
      return;
    }
  }
  FAIL() << GetParam() << " is not found in " << kModelSeedsMax << " seeds";
}

INSTANTIATE_TEST_SUITE_P(Protocol, RightToSignFaults,
                         ::testing::Values("commitments-end-at-once", "commitments-count-for-ever",
                                           "answers-count-from-their-arrival",
                                           "start-is-no-commitment", "commitments-are-forgotten",
                                           "questions-without-marks", "over-changes-nothing",
                                           "passes-nothing-on"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::erase(name, '-');
                           return name;
                         });

TEST_F(RightToSignFaults, NoneIsFoundByTheModelWithoutAFault) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_FALSE(is_found_by_the_model(seed, 4));
    EXPECT_FALSE(is_found_by_the_model(seed, 7));
  }
}

TEST_F(Faults, SpeakingBeforeTheSyncIsFound) {
  RunnerFaults runner;
  runner.speaks_before_sync = true;
  expect_found("speaks-before-sync", runner);
}

TEST_F(Faults, ReusingALaneIncarnationIsFound) {
  RunnerFaults runner;
  runner.reuses_incarnation = true;
  expect_found("reuses-incarnation", runner);
}

TEST_F(Faults, NoneIsFoundWithoutAFault) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_TRUE(run(seed, {}).passed());
  }
}

}  // namespace
}  // namespace vitalstream::sim
