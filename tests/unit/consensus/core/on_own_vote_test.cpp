// C14: recorded, then signed, then said.
#include <gtest/gtest.h>

#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::Script;

struct OnOwnVote : ::testing::Test {
  Script script;
  VoteSubject subject;

  void SetUp() override {
    script.start();
    script.answers_itself = false;
    const Block block = script.chain.block(script.chain.anchor(), View{1});
    script.chain.add(block);
    subject = script.chain.notarize(block, View{1}, View{0});
    script.propose(block, View{1}, View{0});
    script.clear();
  }
  void sign(const VoteSubject& what) {
    script.give(OwnVoteSigned{script.chain.verified(what, ValidatorIndex{0})});
  }
};

TEST_F(OnOwnVote, IsBroadcastAndCountsTowardsTheQuorum) {
  sign(subject);
  ASSERT_EQ(script.broadcasts<Vote>().size(), 1U);
  EXPECT_EQ(script.broadcasts<Vote>()[0].subject, subject);
  script.vote(subject, {1});
  EXPECT_EQ(script.all<VerifyVotes>().size(), 1U) << "leader, own and one parked: a quorum";
}

TEST_F(OnOwnVote, AFailureSaysNothing) {
  script.give(OwnVoteFailed{subject});
  EXPECT_TRUE(script.all<Broadcast>().empty());
}

TEST_F(OnOwnVote, IsNotSaidWhenTheRightHasEndedWhileItWasSigned) {
  script.answers_itself = false;
  script.pass(seconds(2));
  sign(subject);
  EXPECT_TRUE(script.broadcasts<Vote>().empty());
  script.answers_itself = true;
  script.pass(seconds(1));
  EXPECT_TRUE(script.said(subject)) << "it has the right again, and signs the same vote";
}

TEST_F(OnOwnVote, IsNotSaidWhenItsViewIsFinalAlready) {
  script.give(CertificateVerified{ValidatorIndex{1}, script.chain.verified(script.chain.certificate(
                                                         make_finalize(subject), {1, 2, 3}))});
  script.clear();
  sign(subject);
  EXPECT_TRUE(script.broadcasts<Vote>().empty());
}

TEST_F(OnOwnVote, ASignatureForWhatWasNeverCastBesideItStopsTheProcess) {
  const auto other =
      make_notarize(Epoch{1}, View{1}, View{0}, testing::sample_digest<BlockDigest>(0x42));
  EXPECT_DEATH(sign(other), "invariant");
}

}  // namespace
}  // namespace vitalstream::consensus
