#include "net/rpc/newcomers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

namespace vitalstream::net {
namespace {

RpcOrigin address(std::uint8_t number) { return RpcOrigin(Hash32{number}); }

TEST(Newcomers, OfOneAddressTheOldestGoes) {
  Newcomers newcomers;
  EXPECT_EQ(newcomers.next_to_go(), std::nullopt);
  const auto oldest = newcomers.enter(address(1), 7);
  static_cast<void>(newcomers.enter(address(1), 3));
  EXPECT_EQ(newcomers.next_to_go(), 7U);
  newcomers.leave(oldest);
  EXPECT_EQ(newcomers.next_to_go(), 3U);
  EXPECT_EQ(newcomers.count(), 1U);
}

TEST(Newcomers, ACrowdGoesBeforeWhoCameEarlier) {
  Newcomers newcomers;
  static_cast<void>(newcomers.enter(address(1), 0));
  static_cast<void>(newcomers.enter(address(2), 1));
  const auto second = newcomers.enter(address(2), 2);
  EXPECT_EQ(newcomers.next_to_go(), 1U);
  newcomers.leave(second);
  EXPECT_EQ(newcomers.next_to_go(), 0U);
}

TEST(Newcomers, AmongEqualAddressesTheOldestOfAllGoes) {
  Newcomers newcomers;
  const auto oldest = newcomers.enter(address(9), 4);
  static_cast<void>(newcomers.enter(address(2), 5));
  static_cast<void>(newcomers.enter(address(5), 6));
  EXPECT_EQ(newcomers.next_to_go(), 4U);
  newcomers.leave(oldest);
  EXPECT_EQ(newcomers.next_to_go(), 5U);
}

TEST(Newcomers, WhoHasLeftCanComeAgain) {
  Newcomers newcomers;
  newcomers.leave(newcomers.enter(address(1), 0));
  EXPECT_EQ(newcomers.next_to_go(), std::nullopt);
  EXPECT_EQ(newcomers.count(), 0U);
  static_cast<void>(newcomers.enter(address(1), 8));
  EXPECT_EQ(newcomers.next_to_go(), 8U);
}

// The same, by looking at all of them.
struct Known {
  std::uint8_t address = 0;
  std::uint32_t slot = 0;
  Newcomers::Ticket ticket;
};

std::optional<std::uint32_t> next_of(const std::vector<Known>& in_order) {
  std::map<std::uint8_t, std::size_t> members;
  std::size_t most = 0;
  for (const Known& known : in_order) {
    most = std::max(most, ++members[known.address]);
  }
  for (const Known& known : in_order) {
    if (members[known.address] == most) {
      return known.slot;
    }
  }
  return std::nullopt;
}

TEST(Newcomers, ChoosesAsOneWhoLooksAtAllOfThem) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Newcomers newcomers;
  std::vector<Known> in_order;
  for (std::uint32_t step = 0; step < 20'000; ++step) {
    if (random() % 40 < 20 + (in_order.size() < 30 ? 5U : 0U)) {
      const auto from = static_cast<std::uint8_t>(random() % 8);
      in_order.push_back({from, step, newcomers.enter(address(from), step)});
    } else if (!in_order.empty()) {
      const auto at = static_cast<std::ptrdiff_t>(random() % in_order.size());
      newcomers.leave(in_order[static_cast<std::size_t>(at)].ticket);
      in_order.erase(in_order.begin() + at);
    }
    ASSERT_EQ(newcomers.next_to_go(), next_of(in_order)) << step;
    ASSERT_EQ(newcomers.count(), in_order.size()) << step;
  }
}

}  // namespace
}  // namespace vitalstream::net
