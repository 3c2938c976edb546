// What is executed again is held against what the validators have signed, and what cannot be held
// against it is not taken for wrong.
#include "node/upkeep/block_replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using consensus::Height;
using ::testing::HasSubstr;
using ::testing::Not;

class BlockReplayTest : public ::testing::Test {
 protected:
  // Of the next block, in which nothing is.
  [[nodiscard]] std::string failure_of_the_next() {
    auto replay = BlockReplay::open(genesis_, ledger_.database());
    EXPECT_TRUE(replay);
    const auto replayed = (*replay)->replay(ledger_.deliver({}));
    return replayed ? std::string() : replayed.error().reason;
  }

  testing::ALedger ledger_;
  LoadedGenesis genesis_ = testing::a_loaded_genesis(ledger_.member());
};

TEST_F(BlockReplayTest, TheResultThatTheValidatorsHaveSignedIsRight) {
  const auto told = ledger_.commit_blocks({{ledger_.put("a")}});
  ledger_.commit_to(told.executed.back());
  EXPECT_EQ(failure_of_the_next(), "");
}

TEST_F(BlockReplayTest, AnotherResultNeedsTheReleaseThatWroteTheLedger) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}});
  ledger_.commit_to({Height{1}, consensus::ExecutedRoot{}});
  EXPECT_THAT(failure_of_the_next(), HasSubstr("run the release that wrote the ledger"));
}

TEST_F(BlockReplayTest, AResultThatCannotBeReadBackIsNotAnother) {
  std::ignore = ledger_.commit_blocks({{ledger_.put("a")}});
  ledger_.commit_to({Height{9}, consensus::ExecutedRoot{}});
  const std::string failure = failure_of_the_next();
  EXPECT_THAT(failure, HasSubstr("block 9"));
  EXPECT_THAT(failure, HasSubstr("check the disk"));
  EXPECT_THAT(failure, Not(HasSubstr("release")));
}

}  // namespace
}  // namespace vitalstream::node
