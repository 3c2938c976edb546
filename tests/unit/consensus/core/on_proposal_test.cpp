// C6, S2: which proposals are kept.
#include <gtest/gtest.h>

#include "consensus/core/limits.hpp"
#include "script.hpp"

namespace vitalstream::consensus {
namespace {

using testing::Script;

struct OnProposal : ::testing::Test {
  Script script;
  void SetUp() override { script.start(); }
  void propose(std::uint64_t view) {
    script.propose(script.chain.block(script.chain.anchor(), View{view}), View{view}, View{0});
  }
};

TEST_F(OnProposal, ForAViewAtOrBelowTheFloorIsIgnored) {
  script.finalize(script.anchor(), View{1});
  script.clear();
  propose(1);
  EXPECT_TRUE(script.all<SignVote>().empty());
}

TEST_F(OnProposal, BeyondTheWindowIsIgnored) {
  const std::uint64_t far = 1 + kVoteWindowViews + 1;
  propose(far);
  script.certificate(make_nullify(Epoch{1}, View{far - 1}));
  for (std::uint64_t view = 1; view < far - 1; ++view) {
    script.certificate(make_nullify(Epoch{1}, View{view}));
  }
  ASSERT_EQ(script.status().view, View{far});
  EXPECT_FALSE(script.said(VoteKind::Notarize, View{far}));
}

TEST_F(OnProposal, InTheOwnNameIsIgnored) {
  script.certificate(make_nullify(Epoch{1}, View{1}));
  script.certificate(make_nullify(Epoch{1}, View{2}));
  script.clear();
  propose(3);
  EXPECT_TRUE(script.all<SignVote>().empty()) << "somebody uses the own key; it is not answered";
}

TEST_F(OnProposal, TheSameProposalAgainIsNoEvidence) {
  propose(1);
  propose(1);
  EXPECT_TRUE(script.all<ReportEvidence>().empty());
  EXPECT_EQ(script.all<SignVote>().size(), 1U);
}

TEST_F(OnProposal, CarriesTheLeadersVote) {
  propose(1);
  EXPECT_EQ(script.status().missing_notarize, (std::vector{ValidatorIndex{1}, ValidatorIndex{3}}));
}

// C6: what is dropped before its signature is checked.
struct BeforeItIsVerified : OnProposal {
  void SetUp() override {
    script.answers_itself = false;
    script.start();
    script.clear();
  }
  // Different ones for different `stamps`; by the view's leader unless told otherwise.
  Proposal a_proposal(std::uint64_t view, std::int64_t stamp = 0) const {
    Block block = script.chain.block(script.chain.anchor(), View{view});
    block.header.timestamp = UnixMs{block.header.timestamp.value() + stamp};
    return script.chain.proposal(block, View{view}, View{0});
  }
  void arrive(const Proposal& proposal, std::optional<ValidatorIndex> from = std::nullopt) {
    script.give(ProposalArrived{from.value_or(proposal.vote.signer), proposal});
  }
  std::size_t checks() const { return script.all<VerifyProposal>().size(); }
};

TEST_F(BeforeItIsVerified, IsVerifiedWithinTheWindowAndNotOneViewBeyondIt) {
  arrive(a_proposal(1 + kVoteWindowViews));
  EXPECT_EQ(checks(), 1U);
  arrive(a_proposal(1 + kVoteWindowViews + 1));
  arrive(a_proposal(4'000'001));
  EXPECT_EQ(checks(), 1U);
  EXPECT_TRUE(script.all<CutPeer>().empty()) << "the receiver may lag";
  EXPECT_EQ(script.status().refused.proposals, 2U);
}

TEST_F(BeforeItIsVerified, IsNotVerifiedAtOrBelowTheFloor) {
  const Proposal first = a_proposal(1);
  const VoteSubject final = make_finalize(first.vote.subject);
  script.give(CertificateVerified{
      ValidatorIndex{1}, script.chain.verified(script.chain.certificate(final, {1, 2, 3}))});
  arrive(a_proposal(1, 1));
  EXPECT_EQ(checks(), 0U);
  EXPECT_TRUE(script.all<CutPeer>().empty()) << "its leader may lag";
}

TEST_F(BeforeItIsVerified, OnlyFromItsSignerWhoLeadsItsView) {
  const Proposal proposal = a_proposal(1);
  arrive(proposal, ValidatorIndex{3});
  Proposal usurped = proposal;
  usurped.vote.signer = ValidatorIndex{3};
  arrive(usurped);
  EXPECT_EQ(checks(), 0U);
  EXPECT_EQ(script.all<CutPeer>().size(), 2U);
  EXPECT_EQ(script.all<CutPeer>()[0].peer, ValidatorIndex{3});
}

TEST_F(BeforeItIsVerified, OfAnotherEpochIsDroppedWithoutBlame) {
  Proposal proposal = a_proposal(1);
  proposal.vote.subject.epoch = Epoch{2};
  arrive(proposal);
  EXPECT_EQ(checks(), 0U);
  EXPECT_TRUE(script.all<CutPeer>().empty());
}

TEST_F(BeforeItIsVerified, TwoOfAViewAndNoThirdWhileTheyAreBeingVerified) {
  for (std::int64_t i = 0; i < 10; ++i) {
    arrive(a_proposal(1, i));
    arrive(a_proposal(1, i));
  }
  EXPECT_EQ(checks(), 2U);
}

TEST_F(BeforeItIsVerified, OneBesideTheHeldOneAsEvidenceAndThenNoMore) {
  script.give(ProposalVerified{a_proposal(1).vote.signer, script.chain.verified(a_proposal(1))});
  arrive(a_proposal(1));
  EXPECT_EQ(checks(), 0U);
  arrive(a_proposal(1, 1));
  EXPECT_EQ(checks(), 1U);
  script.give(ProposalVerified{a_proposal(1).vote.signer, script.chain.verified(a_proposal(1, 1))});
  EXPECT_EQ(script.all<ReportEvidence>().size(), 1U);
  arrive(a_proposal(1, 2));
  EXPECT_EQ(checks(), 1U);
}

TEST_F(BeforeItIsVerified, AFalseSignatureCostsTheSessionAndAnotherCopyIsVerified) {
  Proposal forged = a_proposal(1);
  ++forged.vote.signature[0];
  arrive(forged);
  script.give(ProposalInvalid{forged.vote.signer, forged.vote.subject});
  EXPECT_EQ(script.all<CutPeer>().size(), 1U);
  arrive(a_proposal(1));
  EXPECT_EQ(checks(), 2U);
}

}  // namespace
}  // namespace vitalstream::consensus
