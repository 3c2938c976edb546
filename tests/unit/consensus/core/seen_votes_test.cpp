// C15: the newest votes of each validator, proven before they are shown.
#include "consensus/core/seen_votes.hpp"

#include <gtest/gtest.h>

#include "../types/samples.hpp"

namespace vitalstream::consensus {
namespace {

constexpr ValidatorIndex kSigner{2};

Vote nullify(std::uint64_t view) {
  return {make_nullify(Epoch{1}, View{view}), kSigner, Bytes(64, 1)};
}
Vote notarize(std::uint64_t view) {
  return {
      make_notarize(Epoch{1}, View{view}, View{view - 1}, testing::sample_digest<BlockDigest>(1)),
      kSigner, Bytes(64, 2)};
}

TEST(SeenVotes, KeepTheHighestViewAndOneOfEachKind) {
  SeenVotes seen(4);
  seen.add_verified(nullify(5));
  seen.add_verified(notarize(7));
  seen.add_verified(nullify(6));
  EXPECT_EQ(seen.proven(kSigner), std::vector{notarize(7)});
  seen.add_verified(nullify(7));
  seen.add_verified(nullify(7));
  EXPECT_EQ(seen.proven(kSigner), (std::vector{notarize(7), nullify(7)}));
}

TEST(SeenVotes, ACertificateIsVotesOfItsSigners) {
  SeenVotes seen(4);
  const Certificate certificate = testing::sample_certificate();
  seen.add(certificate);
  EXPECT_TRUE(seen.proven(kSigner).empty()) << "it has not signed";
  ASSERT_EQ(seen.proven(ValidatorIndex{3}).size(), 1U);
  EXPECT_EQ(seen.proven(ValidatorIndex{3})[0].subject, certificate.subject);
  EXPECT_EQ(seen.proven(ValidatorIndex{3})[0].signature, Bytes(70, 0x03));
}

TEST(SeenVotes, WhatIsNotProvenIsNotShownAndIsHandedOutOnce) {
  SeenVotes seen(4);
  seen.add_verified(nullify(5));
  seen.add_unverified(nullify(4));
  seen.add_unverified(nullify(9));
  EXPECT_EQ(seen.proven(kSigner), std::vector{nullify(5)});
  EXPECT_FALSE(seen.is_verifying(kSigner));
  EXPECT_EQ(seen.take_unverified(kSigner), std::vector{nullify(9)});
  EXPECT_TRUE(seen.is_verifying(kSigner));
  EXPECT_TRUE(seen.take_unverified(kSigner).empty());
  seen.verified(nullify(8));
  EXPECT_TRUE(seen.is_verifying(kSigner)) << "that was another vote of this signer";
  seen.verified(nullify(9));
  EXPECT_FALSE(seen.is_verifying(kSigner));
}

TEST(SeenVotes, WhatIsProvenMeanwhileIsNotVerifiedAgain) {
  SeenVotes seen(4);
  seen.add_unverified(nullify(9));
  seen.add_verified(nullify(9));
  EXPECT_TRUE(seen.take_unverified(kSigner).empty());
  EXPECT_FALSE(seen.is_verifying(kSigner));
}

TEST(SeenVotes, StatisticsCountWhatWasOnlyHeard) {
  SeenVotes seen(4);
  seen.hear(kSigner, View{9});
  seen.add_verified(nullify(5));
  EXPECT_EQ(seen.heard()[kSigner.value()], View{9});
}

}  // namespace
}  // namespace vitalstream::consensus
