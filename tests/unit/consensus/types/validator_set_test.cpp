#include "consensus/types/validator_set.hpp"

#include <gtest/gtest.h>

#include <set>

#include "consensus/types/limits.hpp"
#include "samples.hpp"

namespace vitalstream::consensus::testing {
namespace {

TEST(ValidatorSet, QuorumIsAllButAThird) {
  constexpr std::size_t kSizeFaultyQuorum[][3] = {{1, 0, 1}, {2, 0, 2}, {3, 0, 3},  {4, 1, 3},
                                                  {5, 1, 4}, {7, 2, 5}, {10, 3, 7}, {100, 33, 67}};
  for (const auto& [size, faulty, quorum] : kSizeFaultyQuorum) {
    EXPECT_EQ(sample_set(size).faulty_max(), faulty) << size;
    EXPECT_EQ(sample_set(size).quorum(), quorum) << size;
  }
}

TEST(ValidatorSet, TwoQuorumsShareAnHonestValidator) {
  for (std::size_t size = 1; size <= kValidatorsMax; ++size) {
    const ValidatorSet set = sample_set(size);
    EXPECT_GT(2 * set.quorum(), size + set.faulty_max()) << size;
    EXPECT_GE(size - set.faulty_max(), set.quorum()) << size;
  }
}

TEST(ValidatorSet, EveryValidatorLeadsInTurn) {
  const ValidatorSet set = sample_set(4);
  std::set<ValidatorIndex> leaders;
  for (std::uint64_t view = 1; view <= 4; ++view) {
    leaders.insert(set.leader(View{view}));
  }
  EXPECT_EQ(leaders.size(), 4U);
  EXPECT_EQ(set.leader(View{1}), set.leader(View{5}));
  EXPECT_NE(set.leader(View{1}), sample_set(4, Epoch{2}).leader(View{1}));
}

TEST(ValidatorSet, IdsAreFoundAndStrangersAreNot) {
  const ValidatorSet set = sample_set(4);
  EXPECT_EQ(set.index_of(ValidatorId{30}), ValidatorIndex{2});
  EXPECT_EQ(set.at(ValidatorIndex{2}).id, ValidatorId{30});
  for (const std::uint32_t stranger : {0U, 15U, 41U}) {
    EXPECT_EQ(set.index_of(ValidatorId{stranger}), std::nullopt) << stranger;
  }
  EXPECT_TRUE(set.has(ValidatorIndex{3}));
  EXPECT_FALSE(set.has(ValidatorIndex{4}));
}

TEST(ValidatorSetDeathTest, RefusesToBeEmptyUnorderedOrTooLarge) {
  EXPECT_DEATH(sample_set(0), "validators_");
  EXPECT_DEATH(sample_set(kValidatorsMax + 1), "kValidatorsMax");
  const Validator one{ValidatorId{1}, "one", sample_key(1)};
  EXPECT_DEATH((ValidatorSet{Epoch{1}, {one, one}}), "not_ascending");
}

}  // namespace
}  // namespace vitalstream::consensus::testing
