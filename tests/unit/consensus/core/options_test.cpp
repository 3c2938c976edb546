#include "consensus/core/options.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::consensus {
namespace {

TEST(Options, GenesisIsABlockAtHeightZeroWithAnEmptyLog) {
  const auto root = testing::sample_digest<ExecutedRoot>(5);
  const CommittedTip tip = genesis_tip(testing::sample_genesis(), Epoch{1}, UnixMs{77}, root);
  EXPECT_EQ(tip.header.height, Height{0});
  EXPECT_EQ(tip.header.timestamp, UnixMs{77});
  EXPECT_EQ(tip.digest, anchor_digest(testing::sample_genesis()));
  EXPECT_EQ(tip.header.log_root, LogRoot{crypto::sha256(ByteView{})});
  EXPECT_EQ(tip.executed_roots.at(Height{0}), root);
  EXPECT_FALSE(tip.finalization);
}

}  // namespace
}  // namespace vitalstream::consensus
