#include "consensus/core/own_votes.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

const VoteSubject kNotarize = make_notarize(Epoch{1}, View{5}, View{4}, BlockDigest{});
const VoteSubject kNullify = make_nullify(Epoch{1}, View{6});

TEST(OwnVotes, RemembersWhatWasCastInEachView) {
  OwnVotes votes;
  votes.record(kNotarize);
  votes.record(make_finalize(kNotarize));
  votes.record(kNullify);
  EXPECT_EQ(votes.cast_in(View{5}).notarize, kNotarize);
  EXPECT_EQ(votes.cast_in(View{5}).finalize, make_finalize(kNotarize));
  EXPECT_EQ(votes.cast_in(View{6}).nullify, kNullify);
  EXPECT_FALSE(votes.cast_in(View{7}).nullify);
  EXPECT_EQ(votes.subjects().size(), 3U);
}

TEST(OwnVotes, ForgetsVotesUpToTheFloorButNotHowFarItVoted) {
  OwnVotes votes;
  votes.record(kNullify);
  votes.signed_as(testing::AChain{}.vote(kNullify, ValidatorIndex{0}));
  EXPECT_NE(votes.signed_vote(kNullify), nullptr);
  votes.forget_up_to(View{6});
  EXPECT_TRUE(votes.subjects().empty());
  EXPECT_EQ(votes.signed_vote(kNullify), nullptr);
  EXPECT_EQ(votes.highest(), View{6});
}

TEST(OwnVotes, NeverRecordsAContradiction) {
  OwnVotes votes;
  votes.record(make_nullify(Epoch{1}, View{5}));
  EXPECT_DEATH(votes.record(make_finalize(kNotarize)), "invariant");
}

}  // namespace
}  // namespace vitalstream::consensus
