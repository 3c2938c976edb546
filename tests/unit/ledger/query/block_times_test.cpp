#include "ledger/query/block_times.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "support/memory_state.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::int64_t kFirst = testing::TestChain::kFirstBlockMs;
constexpr LeafIndex kBeyond{std::numeric_limits<std::uint64_t>::max()};

TEST(BlockTimes, TurnTimesIntoLeaves) {
  testing::TestChain chain;
  for (const char* jti : {"a", "b", "c"}) {
    static_cast<void>(chain.block(testing::TransactionBuilder{}.jti(jti)));
  }
  const auto& state = chain.state();
  EXPECT_EQ(*first_leaf_from(state, UnixMs{0}), LeafIndex{0});
  EXPECT_EQ(*first_leaf_from(state, UnixMs{kFirst}), LeafIndex{0});
  EXPECT_EQ(*first_leaf_from(state, UnixMs{kFirst + 1}), LeafIndex{1});
  EXPECT_EQ(*first_leaf_from(state, UnixMs{kFirst + 2'001}), kBeyond);
  EXPECT_EQ(*leaves_until(state, UnixMs{kFirst - 1}), LeafIndex{0});
  EXPECT_EQ(*leaves_until(state, UnixMs{kFirst + 1'000}), LeafIndex{2});
  EXPECT_EQ(*leaves_until(state, UnixMs{kFirst + 2'000}), kBeyond);
  EXPECT_EQ(*leaves_until(state, UnixMs{std::numeric_limits<std::int64_t>::max()}), kBeyond);
}

}  // namespace
}  // namespace vitalstream::ledger
