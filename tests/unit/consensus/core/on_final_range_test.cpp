// S1: catch-up by ranges.
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

struct OnFinalRange : ::testing::Test {
  Script script;
  std::vector<Block> blocks;  // by height, from 1; block h is final in view h

  void SetUp() override {
    script.start();
    BlockDigest at = script.chain.anchor();
    for (std::uint64_t view = 1; view <= 200; ++view) {
      blocks.push_back(script.chain.block(at, View{view}));
      at = script.chain.add(blocks.back());
    }
    script.set_wall(UnixMs{blocks.back().header.timestamp.value()});
  }
  Verified<Certificate> finalization(std::uint64_t height) const {
    const VoteSubject subject =
        script.chain.notarize(blocks[height - 1], View{height}, View{height - 1});
    return script.chain.verified(script.chain.certificate(make_finalize(subject), {1, 2, 3}));
  }
  // The newest finalization is seen, and its block is given by digest.
  void see_the_newest() {
    script.give(CertificateVerified{index(1), finalization(200)});
    script.give(BlockArrived{index(1), blocks[199]});
  }
  FinalRangeResponse range(std::uint64_t first, std::uint64_t last) const {
    FinalRangeResponse response;
    response.blocks.assign(blocks.begin() + static_cast<std::ptrdiff_t>(first - 1),
                           blocks.begin() + static_cast<std::ptrdiff_t>(last));
    response.finalization = *finalization(last);
    return response;
  }
  void answer(ValidatorIndex from, std::uint64_t first, std::uint64_t last) {
    script.give(FinalRangeArrived{from, range(first, last)});
  }
  // Answers the requests made so far, all of them truthfully.
  void serve() {
    const CoreEffects made = std::exchange(script.effects, {});
    for (const CoreEffect& effect : made) {
      const auto* send = std::get_if<Send>(&effect);
      const auto* request = send ? std::get_if<FinalRangeRequest>(&send->message) : nullptr;
      if (request != nullptr) {
        answer(send->to, request->first.value(),
               std::min<std::uint64_t>(request->first.value() + request->count - 1, 199));
      }
    }
  }
};

TEST_F(OnFinalRange, AFinalizationFarAheadIsFetchedFromSeveralPeers) {
  see_the_newest();
  const auto requests = script.sent<FinalRangeRequest>();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].first, Height{1});
  EXPECT_EQ(script.status().progress, Progress::CatchingUp);
  EXPECT_EQ(script.status().catch_up_target, Height{199});
}

TEST_F(OnFinalRange, DeliversInOrderAndResumes) {
  see_the_newest();
  std::uint64_t committed = 0;
  for (int round = 0; round < 20 && committed < 200; ++round) {
    serve();
    while (committed < script.status().delivered_height.value()) {
      script.give(Committed{Height{++committed}, sample_digest<ExecutedRoot>(1)});
    }
  }
  EXPECT_EQ(script.status().delivered_height, Height{200});
  EXPECT_EQ(script.status().view, View{201});
  EXPECT_EQ(script.status().progress, Progress::Idle);
}

TEST_F(OnFinalRange, EachBlockIsDeliveredWithTheFinalizationThatCoversIt) {
  see_the_newest();
  script.clear();
  answer(index(1), 1, 64);
  const auto delivered = script.all<Deliver>();
  ASSERT_EQ(delivered.size(), 64U);
  EXPECT_EQ(delivered[0].finalization.subject.view, View{64});
  EXPECT_FALSE(delivered[0].finalizes_directly);
  EXPECT_TRUE(delivered[63].finalizes_directly);
}

TEST_F(OnFinalRange, ARangeThatItsFinalizationDoesNotCoverIsNotHeld) {
  see_the_newest();
  script.clear();
  script.give(FinalRangeArrived{index(1), {{blocks[0], blocks[1]}, *finalization(64)}});
  EXPECT_EQ(script.all<CutPeer>().size(), 1U);
  EXPECT_TRUE(script.all<Deliver>().empty());
}

TEST_F(OnFinalRange, ARangeThatIsNotLinkedIsNotHeld) {
  see_the_newest();
  script.clear();
  script.give(FinalRangeArrived{index(1), {{blocks[0], blocks[2]}, *finalization(3)}});
  EXPECT_EQ(script.all<CutPeer>().size(), 1U);
}

TEST_F(OnFinalRange, ARangeThatWasNotAskedForIsIgnored) {
  script.give(FinalRangeArrived{index(1), range(1, 1)});
  EXPECT_EQ(script.status().delivered_height, Height{0});
  EXPECT_TRUE(script.all<VerifyFinalRange>().empty());
  EXPECT_EQ(script.status().refused.ranges, 1U);
  EXPECT_TRUE(script.all<CutPeer>().empty());
}

TEST_F(OnFinalRange, OfOneAnswerOnlyOneCopyIsVerified) {
  script.answers_itself = false;
  see_the_newest();
  script.clear();
  for (int copy = 0; copy < 10; ++copy) {
    script.give(FinalRangeArrived{index(1), range(1, 64)});
  }
  EXPECT_EQ(script.all<VerifyFinalRange>().size(), 1U);
  script.give(FinalRangeVerified{index(1), range(1, 64).blocks, finalization(64)});
  EXPECT_EQ(script.status().delivered_height, Height{64});
}

TEST_F(OnFinalRange, AFalseCertificateCostsTheSessionAndAnotherIsAsked) {
  see_the_newest();
  script.clear();
  FinalRangeResponse forged = range(1, 64);
  forged.finalization->signatures[0].signature[0] ^= 1;
  script.give(FinalRangeArrived{index(1), forged});
  ASSERT_EQ(script.all<CutPeer>().size(), 1U);
  EXPECT_EQ(script.status().delivered_height, Height{0});
  script.pass(milliseconds(250));
  EXPECT_FALSE(script.sent<FinalRangeRequest>().empty());
}

// A slow peer answers what it was asked before, when it has just been asked for something else.
TEST_F(OnFinalRange, ALateAnswerToAnEarlierRequestIsNoFault) {
  see_the_newest();
  script.clear();
  answer(index(1), 65, 128);
  EXPECT_TRUE(script.all<CutPeer>().empty());
  EXPECT_TRUE(script.all<Deliver>().empty());
}

TEST_F(OnFinalRange, AnEmptyAnswerIsNoFaultAndAnotherIsAsked) {
  see_the_newest();
  script.clear();
  script.give(FinalRangeArrived{index(1), {}});
  EXPECT_TRUE(script.all<CutPeer>().empty());
  script.pass(milliseconds(250));
  EXPECT_FALSE(script.sent<FinalRangeRequest>().empty());
}

TEST_F(OnFinalRange, ASmallGapIsClosedBlockByBlock) {
  script.give(CertificateVerified{index(1), finalization(2)});
  script.give(BlockArrived{index(1), blocks[1]});
  EXPECT_TRUE(script.sent<FinalRangeRequest>().empty());
  script.give(BlockArrived{index(1), blocks[0]});
  EXPECT_EQ(script.status().delivered_height, Height{2});
}

TEST_F(OnFinalRange, PeersAreAnsweredFromTheStoreWithinALimit) {
  script.clear();
  script.give(FinalRangeRequested{index(1), FinalRangeRequest{Height{1}, 1'000'000}});
  ASSERT_EQ(script.all<AnswerFromStore>().size(), 1U);
  EXPECT_EQ(std::get<FinalRangeRequest>(script.all<AnswerFromStore>()[0].request).count,
            kRangeBlocksMax);
  script.give(FinalRangeRequested{index(1), FinalRangeRequest{Height{1}, 0}});
  EXPECT_EQ(script.all<AnswerFromStore>().size(), 1U);
}

}  // namespace
}  // namespace vitalstream::consensus
