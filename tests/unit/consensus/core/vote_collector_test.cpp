// C16, S2: votes on their way to a certificate.
#include "consensus/core/vote_collector.hpp"

#include <gtest/gtest.h>

#include "a_chain.hpp"

namespace vitalstream::consensus {
namespace {

using testing::AChain;
using testing::index;
using testing::sample_digest;

struct Collector : ::testing::Test {
  AChain chain;
  VoteCollector collector{chain.set()};
  const VoteSubject subject =
      make_notarize(Epoch{1}, View{5}, View{4}, sample_digest<BlockDigest>(1));
  const VoteSubject other =
      make_notarize(Epoch{1}, View{5}, View{4}, sample_digest<BlockDigest>(2));

  VoteCollector::Outcome park(const VoteSubject& what, std::uint16_t signer) {
    return collector.add_unverified(chain.vote(what, index(signer)));
  }
  VoteCollector::Outcome verify(const VoteSubject& what, std::uint16_t signer) {
    return collector.add_verified(chain.vote(what, index(signer)));
  }
};

TEST_F(Collector, ParksVotesUntilAQuorumCanComeOfThem) {
  EXPECT_TRUE(park(subject, 1).verify.empty());
  EXPECT_TRUE(park(subject, 2).verify.empty());
  EXPECT_EQ(park(subject, 3).verify.size(), 3U);
}

TEST_F(Collector, VerifiedVotesCountTowardsTheQuorum) {
  EXPECT_TRUE(verify(subject, 0).verify.empty());
  EXPECT_TRUE(verify(subject, 1).verify.empty());
  EXPECT_EQ(park(subject, 2).verify.size(), 1U) << "only what is not verified yet";
  EXPECT_TRUE(collector.is_completing(subject));
  const auto outcome = verify(subject, 2);
  ASSERT_EQ(outcome.formed.size(), 1U);
  EXPECT_EQ(outcome.formed[0], chain.certificate(subject, {0, 1, 2}));
}

TEST_F(Collector, FormsACertificateThatVerifies) {
  static_cast<void>(verify(subject, 3));
  static_cast<void>(verify(subject, 1));
  const auto outcome = verify(subject, 0);
  ASSERT_EQ(outcome.formed.size(), 1U);
  EXPECT_TRUE(chain.verifier().verify_certificate(outcome.formed[0]));
}

TEST_F(Collector, CountsASignerOnce) {
  static_cast<void>(verify(subject, 1));
  static_cast<void>(verify(subject, 1));
  static_cast<void>(verify(subject, 1));
  EXPECT_EQ(collector.verified_count(subject), 1U);
  EXPECT_EQ(collector.count(VoteKind::Notarize, View{5}), 1U);
}

TEST_F(Collector, VotesForDifferentBlocksMakeNoQuorum) {
  static_cast<void>(verify(subject, 0));
  static_cast<void>(verify(subject, 1));
  EXPECT_TRUE(verify(other, 2).formed.empty());
}

TEST_F(Collector, ABadVoteLeavesItsPlaceAndTheOthersCount) {
  static_cast<void>(park(subject, 1));
  static_cast<void>(park(subject, 2));
  static_cast<void>(park(subject, 3));
  collector.drop_invalid(chain.vote(subject, index(3)));
  static_cast<void>(verify(subject, 1));
  EXPECT_TRUE(verify(subject, 2).formed.empty());
  EXPECT_EQ(verify(subject, 0).formed.size(), 1U);
}

TEST_F(Collector, ASecondSubjectIsVerifiedAtOnceAndIsEvidence) {
  static_cast<void>(park(subject, 1));
  EXPECT_EQ(park(other, 1).verify.size(), 2U);
  EXPECT_TRUE(verify(subject, 1).evidence.empty());
  const auto outcome = verify(other, 1);
  ASSERT_EQ(outcome.evidence.size(), 1U);
  EXPECT_EQ(std::get<ConflictingVotes>(outcome.evidence[0]).second.subject, other);
  EXPECT_TRUE(verify(other, 1).evidence.empty()) << "reported once";
}

TEST_F(Collector, NullifyBesideFinalizeIsEvidence) {
  static_cast<void>(verify(make_nullify(Epoch{1}, View{5}), 1));
  EXPECT_EQ(verify(make_finalize(subject), 1).evidence.size(), 1U);
}

TEST_F(Collector, NotarizeBesideNullifyIsHonest) {
  static_cast<void>(verify(make_nullify(Epoch{1}, View{5}), 1));
  EXPECT_TRUE(verify(subject, 1).evidence.empty());
}

TEST_F(Collector, ParksNoMoreThanTwoVotesOfAKindPerSigner) {
  static_cast<void>(park(subject, 1));
  static_cast<void>(park(other, 1));
  const auto third = make_notarize(Epoch{1}, View{5}, View{4}, sample_digest<BlockDigest>(3));
  EXPECT_TRUE(park(third, 1).verify.empty());
}

TEST_F(Collector, IgnoresVotesOnceTheCertificateExists) {
  collector.close(VoteKind::Notarize, View{5});
  for (std::uint16_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(verify(subject, i).formed.empty());
  }
  EXPECT_TRUE(collector.missing(VoteKind::Notarize, View{5}).empty());
}

TEST_F(Collector, ALowerThresholdHasFewerVotesVerified) {
  static_cast<void>(park(subject, 1));
  EXPECT_TRUE(collector.lower_threshold(subject, 2).empty());
  EXPECT_EQ(park(subject, 2).verify.size(), 2U);
}

TEST_F(Collector, TellsWhoseVotesAreMissing) {
  static_cast<void>(park(subject, 1));
  EXPECT_EQ(collector.missing(VoteKind::Notarize, View{5}),
            (std::vector{index(0), index(2), index(3)}));
  EXPECT_TRUE(collector.has_vote(VoteKind::Notarize, View{5}, index(1)));
  EXPECT_FALSE(collector.has_vote(VoteKind::Nullify, View{5}, index(1)));
}

TEST_F(Collector, ForgetsUpToTheFloor) {
  static_cast<void>(park(subject, 1));
  collector.forget_up_to(View{5});
  EXPECT_EQ(collector.count(VoteKind::Notarize, View{5}), 0U);
}

}  // namespace
}  // namespace vitalstream::consensus
