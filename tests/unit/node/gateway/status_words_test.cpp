#include "node/gateway/status_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/a_batch.hpp"

namespace vitalstream::node {
namespace {

using consensus::Progress;
using consensus::RecordState;
using consensus::ValidatorIndex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A validator whose safety record is in order, in a view that v2 leads.
class StatusWords : public ::testing::Test {
 protected:
  StatusWords() {
    replica().leader = ValidatorIndex{1};
    replica().record = RecordState::Established;
  }

  [[nodiscard]] consensus::ReplicaStatus& replica() { return status_.replica; }
  [[nodiscard]] net::ConsensusStatus words(std::size_t peers = 3) const {
    return describe(status_, testing::a_set(), peers);
  }
  [[nodiscard]] net::ConsensusStatus words_at(Progress progress) {
    replica().progress = progress;
    return words();
  }

  consensus::EngineStatus status_;
};

TEST_F(StatusWords, TheFiguresAreTheEngines) {
  replica().epoch = consensus::Epoch{1};
  replica().view = consensus::View{9};
  replica().final_height = consensus::Height{7};
  replica().committed_height = consensus::Height{6};
  const auto said = words();
  EXPECT_EQ(said.epoch, 1U);
  EXPECT_EQ(said.view, 9U);
  EXPECT_EQ(said.leader, "v2");
  EXPECT_EQ(said.final_height, 7U);
  EXPECT_EQ(said.committed_height, 6U);
  EXPECT_EQ(said.validators, 4U);
  EXPECT_EQ(said.quorum, 3U);
  EXPECT_EQ(said.peers, 3U);
}

TEST_F(StatusWords, OwnLaneThatNobodyTakesIsTold) {
  status_.lanes.own_untaken_retries = consensus::kUntakenRetriesMax / 2;
  EXPECT_EQ(words_at(Progress::Idle).why, "");
  status_.lanes.own_untaken_retries += 1;
  EXPECT_THAT(words_at(Progress::Idle).why, HasSubstr("do not take"));
}

TEST_F(StatusWords, WhileAllIsWellThereIsNothingToExplain) {
  const auto said = words_at(Progress::Idle);
  EXPECT_EQ(said.phase, "idle");
  EXPECT_EQ(said.why, "");
  EXPECT_THAT(said.missing_votes, IsEmpty());
}

TEST_F(StatusWords, AnIdleViewLacksNoVote) {
  replica().missing_notarize = {ValidatorIndex{0}, ValidatorIndex{3}};
  EXPECT_THAT(words_at(Progress::Idle).missing_votes, IsEmpty());
  EXPECT_THAT(words_at(Progress::AwaitingProposal).missing_votes, IsEmpty());
}

TEST_F(StatusWords, WithoutAQuorumAnIdleNetworkSaysThatItWillStop) {
  replica().progress = Progress::Idle;
  EXPECT_EQ(words(2).why, "");
  EXPECT_EQ(words(1).phase, "idle");
  EXPECT_THAT(words(1).why, HasSubstr("only 2 of 4 validators are connected, and 3 are needed"));
}

TEST_F(StatusWords, WhatTheLeaderOwesIsSaidWithItsName) {
  for (const Progress progress : {Progress::AwaitingProposal, Progress::AwaitingParent,
                                  Progress::AwaitingData, Progress::AwaitingTime}) {
    const auto said = words_at(progress);
    EXPECT_EQ(said.phase, "following");
    EXPECT_THAT(said.why, HasSubstr("v2"));
  }
}

TEST_F(StatusWords, MissingVotesAreNamed) {
  replica().missing_notarize = {ValidatorIndex{0}, ValidatorIndex{3}};
  replica().missing_nullify = {ValidatorIndex{2}};
  const auto said = words_at(Progress::AwaitingVotes);
  EXPECT_EQ(said.phase, "following");
  EXPECT_THAT(said.why, HasSubstr("v1, v4"));
  EXPECT_THAT(said.missing_votes, ElementsAre("v1", "v4"));
}

TEST_F(StatusWords, AViewThatIsGivenUpWaitsForOtherVotes) {
  replica().missing_notarize = {ValidatorIndex{0}, ValidatorIndex{3}};
  replica().missing_nullify = {ValidatorIndex{2}};
  const auto said = words_at(Progress::AwaitingNullification);
  EXPECT_EQ(said.phase, "stalled");
  EXPECT_THAT(said.why, HasSubstr("v3"));
  EXPECT_THAT(said.missing_votes, ElementsAre("v3"));
}

TEST_F(StatusWords, CatchingUpSaysWhereTo) {
  replica().catch_up_target = consensus::Height{1'234};
  replica().committed_height = consensus::Height{1'000};
  const auto said = words_at(Progress::CatchingUp);
  EXPECT_EQ(said.phase, "syncing");
  EXPECT_EQ(said.why, "catching up to height 1234, 234 blocks to go");
  replica().catch_up_target.reset();
  EXPECT_EQ(words_at(Progress::CatchingUp).why, "asking the others how far they are");
}

TEST_F(StatusWords, OwnExecutionThatLagsIsSaid) {
  EXPECT_THAT(words_at(Progress::AwaitingExecution).why, HasSubstr("execution"));
}

TEST_F(StatusWords, AValidatorWithoutItsRecordIsNotVotingWhateverTheViewWaitsFor) {
  replica().progress = Progress::AwaitingVotes;
  replica().record = RecordState::Missing;
  EXPECT_EQ(words().phase, "not-voting");
  EXPECT_THAT(words().why, HasSubstr("--new-safety-record"));
  replica().record = RecordState::Revoked;
  EXPECT_EQ(words().phase, "not-voting");
  replica().revoked_for = "an old disk was put back";
  EXPECT_THAT(words().why, HasSubstr("old disk"));
  replica().record = RecordState::Asking;
  replica().record_answers = 2;
  EXPECT_EQ(words().phase, "not-voting");
  EXPECT_THAT(words().why, HasSubstr("2 so far, 3 are needed"));
}

TEST_F(StatusWords, AValidatorThatLooksBackIsNotVotingYet) {
  replica().looking_back = true;
  replica().committed_by = 1;
  EXPECT_EQ(words().phase, "not-voting");
  EXPECT_THAT(words().why, HasSubstr("1 do, 2 are needed"));
  EXPECT_THAT(words().why, HasSubstr("too few are reached"));
}

TEST_F(StatusWords, OneThatHasLookedBackSaysThatTooManyAreAway) {
  replica().looking_back = true;
  replica().has_looked_back = true;
  replica().missing_nullify = {ValidatorIndex{2}, ValidatorIndex{3}};
  replica().progress = Progress::AwaitingProposal;
  EXPECT_EQ(words(1).phase, "stalled");
  EXPECT_THAT(words(1).why, HasSubstr("no quorum"));
  EXPECT_THAT(words(1).missing_votes, ElementsAre("v3", "v4"));
  EXPECT_EQ(words(2).phase, "not-voting") << "enough are connected, and do not commit";
  replica().progress = Progress::Idle;
  EXPECT_EQ(words(1).phase, "idle");
  EXPECT_THAT(words(1).why, HasSubstr("no quorum"));
  EXPECT_THAT(words(1).missing_votes, IsEmpty());
}

TEST_F(StatusWords, AHaltComesBeforeEverythingElse) {
  replica().record = RecordState::Missing;
  replica().halt_reason = "two final blocks at height 5";
  EXPECT_EQ(words().phase, "halted");
  EXPECT_TRUE(words().why.starts_with("two final blocks at height 5"));
  EXPECT_NE(words().why.find("vitalstream halt clear"), std::string::npos) << "it names the way";
}

}  // namespace
}  // namespace vitalstream::node
