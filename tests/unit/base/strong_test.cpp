#include "base/strong.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <type_traits>

#include "base/time.hpp"

namespace vitalstream {
namespace {

using Apples = Strong<struct ApplesTag, std::uint64_t>;
using Pears = Strong<struct PearsTag, std::uint64_t>;

TEST(Strong, HasNoConversionInEitherDirection) {
  EXPECT_FALSE((std::is_convertible_v<std::uint64_t, Apples>));
  EXPECT_FALSE((std::is_convertible_v<Apples, std::uint64_t>));
  EXPECT_FALSE((std::is_constructible_v<Apples, Pears>));
}

TEST(Strong, IsOrderedByValueAndHasASuccessor) {
  EXPECT_LT(Apples{1}, Apples{2});
  EXPECT_EQ(next(Apples{1}), Apples{2});
}

TEST(Time, AddsDurationsToInstantsOnly) {
  EXPECT_EQ(Instant{5} + milliseconds(2), Instant{2005});
  EXPECT_EQ(Instant{2005} - Instant{5}, milliseconds(2));
  EXPECT_EQ(milliseconds(2) * 3, microseconds(6000));
}

}  // namespace
}  // namespace vitalstream
