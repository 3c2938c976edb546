#include "net/p2p/stranger_places.hpp"

#include <gtest/gtest.h>

namespace vitalstream::net {
namespace {

AddressGroup group(int number) {
  return AddressGroup(asio::ip::make_address_v4(static_cast<unsigned>(number)));
}

TEST(StrangerPlaces, ANewcomerAlwaysGetsAPlace) {
  StrangerPlaces places(2, 2);
  for (int i = 0; i < 10; ++i) {
    const auto taken = places.take(group(i));
    EXPECT_TRUE(places.holds(taken.place));
    EXPECT_EQ(taken.gone.has_value(), i >= 2);
  }
  EXPECT_EQ(places.taken(), 2U);
}

TEST(StrangerPlaces, OfAFullAddressItsOldestGoes) {
  StrangerPlaces places(10, 2);
  const auto other = places.take(group(1)).place;
  const auto first = places.take(group(2)).place;
  const auto second = places.take(group(2)).place;
  EXPECT_EQ(places.take(group(2)).gone, first);
  EXPECT_TRUE(places.holds(other));
  EXPECT_TRUE(places.holds(second));
  EXPECT_FALSE(places.holds(first));
}

TEST(StrangerPlaces, WhereAllAreTakenTheOldestOfTheLargestAddressGoes) {
  StrangerPlaces places(4, 3);
  const auto honest = places.take(group(1)).place;
  const auto oldest_of_crowd = places.take(group(2)).place;
  static_cast<void>(places.take(group(2)));
  static_cast<void>(places.take(group(2)));
  EXPECT_EQ(places.take(group(3)).gone, oldest_of_crowd);
  EXPECT_TRUE(places.holds(honest));
}

TEST(StrangerPlaces, AmongEqualAddressesTheOldestGoes) {
  StrangerPlaces places(3, 3);
  const auto oldest = places.take(group(9)).place;
  static_cast<void>(places.take(group(2)));
  static_cast<void>(places.take(group(5)));
  EXPECT_EQ(places.take(group(1)).gone, oldest);
}

TEST(StrangerPlaces, APlaceThatWasLostIsNotGivenBackTwice) {
  StrangerPlaces places(1, 1);
  const auto lost = places.take(group(1)).place;
  const auto kept = places.take(group(1)).place;
  places.give_back(lost);
  EXPECT_TRUE(places.holds(kept));
  places.give_back(kept);
  EXPECT_EQ(places.taken(), 0U);
  EXPECT_FALSE(places.take(group(1)).gone);
}

TEST(StrangerPlaces, OneMayBeTakenAwayForWantOfDescriptors) {
  StrangerPlaces places(4, 4);
  EXPECT_FALSE(places.take_away());
  static_cast<void>(places.take(group(1)));
  const auto oldest_of_crowd = places.take(group(2)).place;
  static_cast<void>(places.take(group(2)));
  EXPECT_EQ(places.take_away(), oldest_of_crowd);
  EXPECT_EQ(places.taken(), 2U);
}

}  // namespace
}  // namespace vitalstream::net
