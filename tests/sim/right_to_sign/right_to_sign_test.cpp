// C15 by itself: two processes of one validator never both hold the right unless f others lie, and
// one process has it wherever enough honest others are reached. VITALSTREAM_RIGHT_RUNS says how
// many histories of each kind (400 if unset).
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/sim/right_to_sign/laws.hpp"

namespace vitalstream::sim {
namespace {

std::uint64_t runs() {
  constexpr std::uint64_t kRuns = 400;
  const char* text = std::getenv("VITALSTREAM_RIGHT_RUNS");
  return text == nullptr ? kRuns : std::strtoull(text, nullptr, 10);
}

class RightToSign : public ::testing::TestWithParam<std::size_t> {
 protected:
  ModelOptions options(std::uint64_t seed) const {
    ModelOptions options;
    options.seed = seed;
    options.validators = GetParam();
    return options;
  }
  std::size_t faulty_max() const { return (GetParam() - 1) / 3; }
};

TEST_P(RightToSign, TwoProcessesNeverBothHoldItUnlessFOthersLie) {
  for (std::uint64_t seed = 1; seed <= runs(); ++seed) {
    ModelOptions one = options(seed);
    one.liars = faulty_max() - 1;
    ASSERT_FALSE(is_held_twice(one)) << "seed " << seed;
  }
}

// The control of the checker: f liars are enough.
TEST_P(RightToSign, FLiarsDeceiveIt) {
  std::uint64_t deceived = 0;
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    ModelOptions one = options(seed);
    one.liars = faulty_max();
    deceived += is_held_twice(one) ? 1U : 0U;
  }
  EXPECT_GT(deceived, 0U);
}

TEST_P(RightToSign, WithFDeadAndAsManyBrokenLinksItLasts) {
  for (std::uint64_t seed = 1; seed <= runs() / 10; ++seed) {
    EXPECT_EQ(why_it_does_not_last(options(seed)), "") << "seed " << seed;
  }
}

TEST_P(RightToSign, TheNextProcessHasItAtOnceAfterOneThatIsOver) {
  for (std::uint64_t seed = 1; seed <= runs() / 10; ++seed) {
    EXPECT_LE(handed_over_within(options(seed), Ending::Over), milliseconds(700))
        << "seed " << seed;
  }
}

TEST_P(RightToSign, TheNextProcessHasItAfterHoldWhenTheLastWasKilled) {
  for (std::uint64_t seed = 1; seed <= runs() / 10; ++seed) {
    EXPECT_LE(handed_over_within(options(seed), Ending::Killed), milliseconds(4'700))
        << "seed " << seed;
  }
}

// A question that was kept back is worth one commitment.
TEST_P(RightToSign, WhoRepeatsOldQuestionsDelaysItNoFurther) {
  for (std::uint64_t seed = 1; seed <= runs() / 10; ++seed) {
    EXPECT_LE(handed_over_within(options(seed), Ending::KilledAndRepeated), milliseconds(9'000))
        << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Networks, RightToSign, ::testing::Values(4, 7));

}  // namespace
}  // namespace vitalstream::sim
