#include "node/gateway/admission_rate.hpp"

#include <gtest/gtest.h>

#include "node/gateway/limits.hpp"

namespace vitalstream::node {
namespace {

constexpr std::size_t kIdle = 1'024;

Instant at_ms(std::int64_t ms) { return Instant{ms * 1'000}; }

// One report per quarter of a second, from `from_ms` for `seconds`, at this rate per second.
void commit(AdmissionRate& rate, std::size_t per_second, std::int64_t from_ms,
            std::int64_t seconds) {
  for (std::int64_t quarter = 1; quarter <= 4 * seconds; ++quarter) {
    rate.on_committed(per_second / 4, at_ms(from_ms + 250 * quarter));
  }
}

TEST(AdmissionRate, AnIdleNetworkTakesABurst) { EXPECT_EQ(AdmissionRate{}.under_way_max(), kIdle); }

TEST(AdmissionRate, TheBoundIsWhatIsCommittedInEightTenthsOfASecond) {
  AdmissionRate rate;
  rate.on_committed(0, at_ms(1'000));
  commit(rate, 10'000, 1'000, 1);
  EXPECT_EQ(rate.under_way_max(), 8'000U);
}

TEST(AdmissionRate, ReportsWithinOnePeriodAreCountedTogether) {
  AdmissionRate rate;
  rate.on_committed(0, at_ms(1'000));
  for (std::int64_t i = 1; i <= 10; ++i) {
    rate.on_committed(250, at_ms(1'000 + 25 * i));
  }
  EXPECT_EQ(rate.under_way_max(), 8'000U);
}

TEST(AdmissionRate, TheBoundRisesAtOnceAndFallsSlowly) {
  AdmissionRate rate;
  rate.on_committed(0, at_ms(1'000));
  commit(rate, 10'000, 1'000, 1);
  rate.on_committed(5'000, at_ms(2'250));
  EXPECT_EQ(rate.under_way_max(), 16'000U);
  rate.on_committed(0, at_ms(2'500));
  EXPECT_EQ(rate.under_way_max(), 12'000U);
  commit(rate, 0, 2'500, 60);
  EXPECT_EQ(rate.under_way_max(), kIdle);
}

TEST(AdmissionRate, TheBoundNeverExceedsWhatTheNodeRemembers) {
  AdmissionRate rate;
  rate.on_committed(0, at_ms(1'000));
  commit(rate, 10'000'000, 1'000, 1);
  EXPECT_EQ(rate.under_way_max(), kWaitersMax);
}

}  // namespace
}  // namespace vitalstream::node
