// C17: blocks by digest.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::a_batch;
using testing::index;
using testing::Point;
using testing::sample_digest;
using testing::Script;

struct OnBlock : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }

  // A notarized block that is not held.
  Block want(std::vector<BatchRef> references = {}) {
    Block block = script.chain.block(script.chain.anchor(), View{1}, std::move(references));
    script.chain.add(block);
    script.certificate(script.chain.notarize(block, View{1}, View{0}));
    return block;
  }
};

// Validator 2 leads view 1; the certificate is of 1, 2 and 3.
TEST_F(OnBlock, ANotarizedBlockIsAskedOfItsVotersAndThenOfOthers) {
  const auto asked = [this] {
    std::vector<ValidatorIndex> peers;
    for (const Send& one : script.all<Send>()) {
      peers.push_back(one.to);
    }
    return peers;
  };
  want();
  EXPECT_EQ(asked(), (std::vector{index(1), index(3)})) << "one of two is honest";
  script.clear();
  script.pass(milliseconds(250));
  EXPECT_EQ(script.sent<BlockRequest>().size(), 2U);
  EXPECT_EQ(asked()[0], index(2)) << "its leader comes last";
}

TEST_F(OnBlock, IsTakenFromWhoeverSendsIt) {
  const Block block = want();
  script.give(BlockArrived{index(3), block});
  EXPECT_EQ(script.status().view, View{2});
}

TEST_F(OnBlock, ThatNobodyAskedForIsIgnored) {
  const Block block = script.chain.block(script.chain.anchor(), View{1});
  script.give(BlockArrived{index(3), block});
  script.certificate(script.chain.notarize(block, View{1}, View{0}));
  EXPECT_EQ(script.status().view, View{1});
}

TEST_F(OnBlock, WithOtherReferencesThanItCommitsToCostsTheConnection) {
  Block block = want({a_batch(10, 1)});
  block.references.clear();
  script.give(BlockArrived{index(3), block});
  EXPECT_EQ(script.all<CutPeer>().size(), 1U);
  EXPECT_EQ(script.status().view, View{1});
}

TEST_F(OnBlock, IsAnsweredFromMemoryOrLeftToTheStore) {
  const Point one = script.certify(script.anchor(), View{1});
  script.clear();
  script.give(BlockRequested{index(3), one.block});
  EXPECT_EQ(script.sent<BlockResponse>().size(), 1U);
  script.give(BlockRequested{index(3), sample_digest<BlockDigest>(9)});
  EXPECT_EQ(script.all<AnswerFromStore>().size(), 1U);
}

TEST_F(OnBlock, IsAnsweredFromMemoryWhileItIsNotYetInTheDatabase) {
  const Point one = script.finalize(script.anchor(), View{1});
  script.clear();
  script.give(BlockRequested{index(3), one.block});
  EXPECT_EQ(script.sent<BlockResponse>().size(), 1U);
  script.give(Committed{Height{1}, sample_digest<ExecutedRoot>(1)});
  script.give(BlockRequested{index(3), one.block});
  EXPECT_EQ(script.all<AnswerFromStore>().size(), 1U);
}

// The answer may be a thousand times as large as the question.
TEST_F(OnBlock, OnePeerGetsOnlySoManyWithinOneRetry) {
  const auto one = script.certify(script.anchor(), View{1});
  script.clear();
  for (std::size_t i = 0; i < 2 * kCertificatesPerRetryMax; ++i) {
    script.give(BlockRequested{index(1), one.block});
  }
  EXPECT_EQ(script.sent<BlockResponse>().size(), kCertificatesPerRetryMax);
  script.give(BlockRequested{index(2), one.block});
  EXPECT_EQ(script.sent<BlockResponse>().size(), kCertificatesPerRetryMax + 1);
  script.pass(milliseconds(250));
  script.give(BlockRequested{index(1), one.block});
  EXPECT_EQ(script.sent<BlockResponse>().size(), kCertificatesPerRetryMax + 2);
}

}  // namespace
}  // namespace vitalstream::consensus
