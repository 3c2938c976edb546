#include "consensus/core/final_chain.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"
#include "consensus/core/limits.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AChain;
using testing::sample_digest;

BlockDigest block(std::uint8_t number) { return sample_digest<BlockDigest>(number); }

Certificate finalization(std::uint8_t number) {
  return AChain{}.certificate(
      make_finalize(make_notarize(Epoch{1}, View{number}, View{0}, block(number))));
}

TEST(FinalChain, IsContiguousOnlyUpToTheFirstGap) {
  FinalChain chain(Height{10});
  EXPECT_TRUE(chain.add(Height{13}, block(13)));
  EXPECT_TRUE(chain.add(Height{11}, block(11)));
  EXPECT_EQ(chain.contiguous(), Height{11});
  EXPECT_TRUE(chain.add(Height{12}, block(12)));
  EXPECT_EQ(chain.contiguous(), Height{13});
}

TEST(FinalChain, RefusesASecondBlockAtOneHeight) {
  FinalChain chain(Height{0});
  EXPECT_TRUE(chain.add(Height{1}, block(1)));
  EXPECT_TRUE(chain.add(Height{1}, block(1)));
  EXPECT_FALSE(chain.add(Height{1}, block(2)));
}

TEST(FinalChain, ABlockIsFinalByItsOwnFinalizationOrTheNextAbove) {
  FinalChain chain(Height{0});
  chain.add_finalization(Height{3}, finalization(3));
  ASSERT_NE(chain.finalization_of(Height{1}), nullptr);
  EXPECT_EQ(chain.finalization_of(Height{1})->subject.block, block(3));
  EXPECT_FALSE(chain.is_direct(Height{1}));
  EXPECT_TRUE(chain.is_direct(Height{3}));
  EXPECT_EQ(chain.finalization_of(Height{4}), nullptr);
}

TEST(FinalChain, BeyondTheWindowKeepsOnlyTheNewestFinalization) {
  FinalChain chain(Height{0});
  const std::uint64_t far = kCatchUpAheadBlocksMax + 1;
  EXPECT_TRUE(chain.add(Height{far}, block(1)));
  EXPECT_FALSE(chain.at(Height{far}));
  chain.add_finalization(Height{far}, finalization(1));
  chain.add_finalization(Height{far + 1}, finalization(2));
  EXPECT_FALSE(chain.is_direct(Height{far}));
  EXPECT_TRUE(chain.is_direct(Height{far + 1}));
}

TEST(FinalChain, ForgetsWhatHasBeenDeliveredInOrder) {
  FinalChain chain(Height{0});
  ASSERT_TRUE(chain.add(Height{1}, block(1)));
  ASSERT_TRUE(chain.add(Height{2}, block(2)));
  EXPECT_DEATH(chain.on_delivered(Height{2}), "invariant");
  chain.on_delivered(Height{1});
  EXPECT_FALSE(chain.at(Height{1}));
  EXPECT_TRUE(chain.add(Height{1}, block(9))) << "delivered heights are no longer its affair";
}

}  // namespace
}  // namespace vitalstream::consensus
