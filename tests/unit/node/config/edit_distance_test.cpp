#include "node/config/edit_distance.hpp"

#include <gtest/gtest.h>

#include <array>

namespace vitalstream::node {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsAndReplacements) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("listen", "listen"), 0U);
  EXPECT_EQ(edit_distance("lisen", "listen"), 1U);
  EXPECT_EQ(edit_distance("listten", "listen"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
}

TEST(EditDistance, CountsASwapOfNeighboursOnce) {
  EXPECT_EQ(edit_distance("lsiten", "listen"), 1U);
  EXPECT_EQ(edit_distance("ab", "ba"), 1U);
}

TEST(EditDistance, IsSymmetric) {
  EXPECT_EQ(edit_distance("rpc.listen", "network.listen"),
            edit_distance("network.listen", "rpc.listen"));
}

TEST(Nearest, PrefersTheSmallestDistanceThenTheFirst) {
  constexpr std::array<std::string_view, 3> kNames = {"alpha", "beta", "betb"};
  EXPECT_EQ(nearest("bet", kNames), "beta");
  EXPECT_EQ(nearest("alpa", kNames), "alpha");
}

TEST(Nearest, IsEmptyWithoutCandidates) { EXPECT_EQ(nearest("x", {}), ""); }

}  // namespace
}  // namespace vitalstream::node
