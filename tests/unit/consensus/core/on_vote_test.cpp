// C16, S2: votes from peers.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::index;
using testing::sample_digest;
using testing::Script;

struct OnVote : ::testing::Test {
  Script script;
  void SetUp() override {
    script.answers_itself = false;
    script.start();
    script.clear();
  }
  VoteSubject nullify(std::uint64_t view) const { return make_nullify(Epoch{1}, View{view}); }
};

TEST_F(OnVote, IsNotVerifiedBeforeAQuorumCanComeOfIt) {
  script.vote(nullify(1), {1, 2});
  EXPECT_TRUE(script.all<VerifyVotes>().empty());
  script.vote(nullify(1), {3});
  ASSERT_EQ(script.all<VerifyVotes>().size(), 1U);
  EXPECT_EQ(script.all<VerifyVotes>()[0].votes.size(), 3U);
}

TEST_F(OnVote, FromSomebodyElseThanItsSignerIsIgnored) {
  for (const std::uint16_t signer : testing::kOthers) {
    script.give(VoteArrived{index(1), script.chain.vote(nullify(1), index(signer))});
  }
  EXPECT_EQ(script.status().missing_nullify.size(), 3U);
}

TEST_F(OnVote, ABadSignatureCostsItsSenderTheConnection) {
  Vote bad = script.chain.vote(nullify(1), index(1));
  bad.signature[0] ^= 1U;
  script.give(VoteArrived{index(1), bad});
  script.vote(nullify(1), {2, 3});
  VotesVerified answers;
  answers.invalid.push_back(bad);
  answers.valid.push_back(script.chain.verified(nullify(1), index(2)));
  answers.valid.push_back(script.chain.verified(nullify(1), index(3)));
  script.give(answers);
  ASSERT_EQ(script.all<CutPeer>().size(), 1U);
  EXPECT_EQ(script.all<CutPeer>()[0].peer, index(1));
  EXPECT_EQ(script.status().view, View{1}) << "two votes are no quorum";
}

// Else who has stolen no more than a connection could claim views in its name that stop its owner.
TEST_F(OnVote, WithoutAValidSignatureIsNotHeldAgainstItsSigner) {
  Vote forged = script.chain.vote(nullify(50), index(3));
  forged.signature[0] ^= 1U;
  script.give(VoteArrived{index(3), forged});
  const testing::AProcess asker = script.process(3);
  script.give(asker.verified(asker.question(1)));
  script.give(asker.verified(asker.question(2)));
  ASSERT_EQ(script.statements<Answer>().size(), 2U);
  EXPECT_TRUE(script.statements<Answer>()[0].shown.empty());
  EXPECT_TRUE(script.statements<Answer>()[1].shown.empty());
}

TEST_F(OnVote, OutsideTheWindowOrTheEpochIsIgnored) {
  script.vote(nullify(1 + kVoteWindowViews + 1), {1, 2, 3});
  script.vote(make_nullify(Epoch{2}, View{1}), {1, 2, 3});
  EXPECT_TRUE(script.all<VerifyVotes>().empty());
  script.vote(nullify(1 + kVoteWindowViews), {1, 2, 3});
  EXPECT_EQ(script.all<VerifyVotes>().size(), 1U);
}

TEST_F(OnVote, InTheOwnNameIsIgnored) {
  script.give(VoteArrived{index(0), script.chain.vote(nullify(1), index(0))});
  EXPECT_EQ(script.status().missing_nullify.size(), 4U);
}

TEST_F(OnVote, TwoDifferentOnesOfAKindAreEvidence) {
  const auto one = make_notarize(Epoch{1}, View{1}, View{0}, sample_digest<BlockDigest>(1));
  const auto two = make_notarize(Epoch{1}, View{1}, View{0}, sample_digest<BlockDigest>(2));
  script.vote(one, {1});
  script.vote(two, {1});
  ASSERT_EQ(script.all<VerifyVotes>().size(), 1U) << "at once: an accusation needs signatures";
  script.give(VotesVerified{
      {script.chain.verified(one, index(1)), script.chain.verified(two, index(1))}, {}});
  EXPECT_EQ(script.all<ReportEvidence>().size(), 1U);
}

TEST_F(OnVote, IsDroppedOnceTheCertificateExists) {
  script.give(
      CertificateVerified{index(1), script.chain.verified(script.chain.certificate(nullify(1)))});
  script.vote(nullify(1), {1, 2, 3});
  EXPECT_TRUE(script.all<VerifyVotes>().empty());
}

}  // namespace
}  // namespace vitalstream::consensus
