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

}  // namespace
}  // namespace vitalstream::consensus
