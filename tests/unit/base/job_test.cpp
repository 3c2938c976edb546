#include "base/job.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <type_traits>
#include <utility>

namespace vitalstream {
namespace {

static_assert(!std::is_copy_constructible_v<Job<>>);
static_assert(std::is_nothrow_move_constructible_v<Job<>>);
static_assert(!std::is_constructible_v<Job<int>, void (*)()>);

TEST(Job, CarriesWhatCannotBeCopied) {
  int seen = 0;
  Job<int> job = [&seen, carried = std::make_unique<int>(40)](int more) { seen = *carried + more; };
  Job<int> moved = std::move(job);
  moved(2);
  EXPECT_EQ(seen, 42);
}

TEST(Job, EndsWhatItCarriesWithTheCall) {
  auto carried = std::make_shared<int>(1);
  Job<> job = [carried] {};
  EXPECT_EQ(carried.use_count(), 2);
  job();
  EXPECT_EQ(carried.use_count(), 1);
  EXPECT_FALSE(job);
}

TEST(Job, EndsWhatItCarriesWhenItIsDropped) {
  auto carried = std::make_shared<int>(1);
  {
    const Job<> job = [carried] {};
    EXPECT_TRUE(job);
  }
  EXPECT_EQ(carried.use_count(), 1);
}

TEST(Job, HandsReferencesOn) {
  Job<int&> job = [](int& value) { value += 1; };
  int value = 1;
  job(value);
  EXPECT_EQ(value, 2);
}

TEST(Job, MayReplaceItselfWhileItRuns) {
  Job<> job;
  int runs = 0;
  job = [&] {
    ++runs;
    job = [&runs] { runs += 10; };
  };
  job();
  job();
  EXPECT_EQ(runs, 11);
}

TEST(JobDeathTest, AnEmptyOneIsNotCalled) {
  Job<> job;
  EXPECT_DEATH(job(), "");
}

}  // namespace
}  // namespace vitalstream
