// C6, C17: what waits for the verifier takes its sender's places only.
#include "consensus/core/peer_places.hpp"

#include <gtest/gtest.h>

namespace vitalstream::consensus {
namespace {

struct PeerPlacesTest : ::testing::Test {
  static VoteSubject subject(std::uint64_t view) { return make_nullify(Epoch{1}, View{view}); }
  PeerPlaces<int> places{2};
  const ValidatorIndex one{1};
  const ValidatorIndex two{2};
};

TEST_F(PeerPlacesTest, ASubjectIsHereOnceWhoeverSentIt) {
  EXPECT_TRUE(places.add(subject(1), one, 10));
  EXPECT_FALSE(places.add(subject(1), two, 20));
  EXPECT_EQ(places.take(subject(1)), 10);
  EXPECT_EQ(places.take(subject(1)), std::nullopt);
  EXPECT_TRUE(places.add(subject(1), two, 20));
}

TEST_F(PeerPlacesTest, AFullPeerIsRefusedAndAnotherIsNot) {
  EXPECT_TRUE(places.add(subject(1), one, 0));
  EXPECT_TRUE(places.add(subject(2), one, 0));
  EXPECT_FALSE(places.add(subject(3), one, 0));
  EXPECT_FALSE(places.contains(subject(3)));
  EXPECT_TRUE(places.add(subject(3), two, 0));
}

TEST_F(PeerPlacesTest, WhatIsTakenOrForgottenGivesItsPlaceBack) {
  EXPECT_TRUE(places.add(subject(1), one, 0));
  EXPECT_TRUE(places.add(subject(5), one, 0));
  places.take(subject(5));
  EXPECT_TRUE(places.add(subject(6), one, 0));
  places.forget_up_to(View{1});
  EXPECT_FALSE(places.contains(subject(1)));
  EXPECT_TRUE(places.contains(subject(6)));
  EXPECT_TRUE(places.add(subject(7), one, 0));
  EXPECT_FALSE(places.add(subject(8), one, 0));
}

TEST_F(PeerPlacesTest, CountsWhatBelongsToAView) {
  EXPECT_TRUE(places.add(make_notarize(Epoch{1}, View{4}, View{1}, {}), one, 0));
  EXPECT_TRUE(places.add(make_notarize(Epoch{1}, View{4}, View{2}, {}), one, 0));
  EXPECT_EQ(places.count_in(View{4}), 2U);
  EXPECT_EQ(places.count_in(View{5}), 0U);
}

}  // namespace
}  // namespace vitalstream::consensus
