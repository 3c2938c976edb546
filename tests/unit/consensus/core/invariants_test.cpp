#include "consensus/core/invariants.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::sample_digest;

const VoteSubject kNotarize =
    make_notarize(Epoch{1}, View{5}, View{4}, sample_digest<BlockDigest>(1));
const VoteSubject kOther = make_notarize(Epoch{1}, View{5}, View{4}, sample_digest<BlockDigest>(2));
const VoteSubject kNullify = make_nullify(Epoch{1}, View{5});

TEST(Invariants, TheSameVoteAgainIsNoSecondVote) {
  assert_own_votes_consistent({kNotarize, {}, {}}, kNotarize);
  assert_own_votes_consistent({{}, kNullify, {}}, kNullify);
  assert_own_votes_consistent({{}, {}, make_finalize(kNotarize)}, make_finalize(kNotarize));
}

TEST(Invariants, TwoDifferentVotesOfOneKindStopTheProcess) {
  EXPECT_DEATH(assert_own_votes_consistent({kNotarize, {}, {}}, kOther), "invariant");
  EXPECT_DEATH(
      assert_own_votes_consistent({{}, {}, make_finalize(kNotarize)}, make_finalize(kOther)),
      "invariant");
}

TEST(Invariants, NullifyAndFinalizeInOneViewStopTheProcess) {
  EXPECT_DEATH(assert_own_votes_consistent({{}, kNullify, {}}, make_finalize(kNotarize)),
               "invariant");
  EXPECT_DEATH(assert_own_votes_consistent({{}, {}, make_finalize(kNotarize)}, kNullify),
               "invariant");
}

}  // namespace
}  // namespace vitalstream::consensus
