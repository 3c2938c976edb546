// C16: certificates on their way.
#include "consensus/core/ballot.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AChain;
using testing::index;

struct BallotTest : ::testing::Test {
  AChain chain;
  Ballot ballot{chain.set()};

  CertificateArrived arrived(View view, std::uint16_t from) const {
    return {index(from), chain.certificate(make_nullify(Epoch{1}, view))};
  }
  static VoteSubject subject(View view) { return make_nullify(Epoch{1}, view); }
};

TEST_F(BallotTest, VerifiesOneCopyAndKeepsAnother) {
  EXPECT_TRUE(ballot.begin_check(arrived(View{3}, 1)));
  EXPECT_FALSE(ballot.begin_check(arrived(View{3}, 2)));
  ballot.end_check(subject(View{3}));
  const auto spare = ballot.take_spare(subject(View{3}));
  ASSERT_TRUE(spare);
  EXPECT_EQ(spare->from, index(2));
  EXPECT_FALSE(ballot.take_spare(subject(View{3})));
  EXPECT_TRUE(ballot.begin_check(*spare));
}

TEST_F(BallotTest, KeepsACertificateWhoseVotesAreUnderVerification) {
  for (const std::uint16_t signer : testing::kOthers) {
    static_cast<void>(ballot.add_unverified(chain.vote(subject(View{3}), index(signer))));
  }
  EXPECT_FALSE(ballot.begin_check(arrived(View{3}, 1)));
  EXPECT_TRUE(ballot.take_spare(subject(View{3})));
}

TEST_F(BallotTest, WhatIsClosedNeedsNoSpareCopyAndNoVotes) {
  EXPECT_TRUE(ballot.begin_check(arrived(View{3}, 1)));
  EXPECT_FALSE(ballot.begin_check(arrived(View{3}, 2)));
  ballot.close(subject(View{3}));
  EXPECT_FALSE(ballot.take_spare(subject(View{3})));
  static_cast<void>(ballot.add_verified(chain.vote(subject(View{3}), index(1))));
  EXPECT_EQ(ballot.votes().verified_count(subject(View{3})), 0U);
}

TEST_F(BallotTest, FinalityForgetsSpareCopiesAndTheWindowDoesNot) {
  EXPECT_TRUE(ballot.begin_check(arrived(View{3}, 1)));
  EXPECT_FALSE(ballot.begin_check(arrived(View{3}, 2)));
  static_cast<void>(ballot.add_verified(chain.vote(subject(View{3}), index(1))));
  ballot.leave_behind(View{3});
  EXPECT_EQ(ballot.votes().verified_count(subject(View{3})), 0U);
  EXPECT_TRUE(ballot.take_spare(subject(View{3})));
  EXPECT_FALSE(ballot.begin_check(arrived(View{3}, 2)));
  ballot.forget_up_to(View{3});
  EXPECT_FALSE(ballot.take_spare(subject(View{3})));
}

TEST_F(BallotTest, CountsWhatASenderHasNoPlaceFor) {
  std::uint64_t view = 1;
  while (ballot.begin_check(arrived(View{view}, 1))) {
    ++view;
  }
  EXPECT_EQ(view, kCertificateChecksMax + 1);
  EXPECT_EQ(ballot.refused(), 1U);
  EXPECT_TRUE(ballot.begin_check(arrived(View{view}, 2)));
}

}  // namespace
}  // namespace vitalstream::consensus
