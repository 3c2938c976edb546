// What is left at the desk is taken once, in its order, and never after the desk is closed.
#include "node/driver/engine_desk.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "node/ground/wall_clock.hpp"

namespace vitalstream::node {
namespace {

std::uint64_t peer_of(const EngineDesk::Left& left) {
  return std::get<consensus::PeerConnected>(std::get<Heard>(left.event).input).peer.value();
}

TEST(EngineDesk, WhatIsLeftIsTakenInItsOrder) {
  EngineDesk desk;
  for (std::uint16_t peer = 0; peer < 3; ++peer) {
    desk.post(consensus::PeerConnected{consensus::ValidatorIndex{peer}});
  }
  EngineDesk::AllLeft taken;
  ASSERT_TRUE(desk.take(taken, std::nullopt));
  ASSERT_EQ(taken.size(), 3U);
  for (std::uint64_t peer = 0; peer < 3; ++peer) {
    EXPECT_EQ(peer_of(*taken[peer]), peer);
  }
  EXPECT_TRUE(desk.take(taken, read_clock().now));
  EXPECT_TRUE(taken.empty());
}

TEST(EngineDesk, TheDriverWaitsUntilSomethingIsLeft) {
  EngineDesk desk;
  EngineDesk::AllLeft taken;
  std::thread driver([&] { EXPECT_TRUE(desk.take(taken, std::nullopt)); });
  desk.leave(RoundDurable{7});
  driver.join();
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(std::get<RoundDurable>(taken[0]->event).ticket, 7U);
}

TEST(EngineDesk, TheDriverWaitsNoLongerThanItsTimeSays) {
  EngineDesk desk;
  EngineDesk::AllLeft taken;
  const Instant until = read_clock().now + milliseconds(20);
  EXPECT_TRUE(desk.take(taken, until));
  EXPECT_TRUE(taken.empty());
  EXPECT_GE(read_clock().now + milliseconds(1), until);
}

TEST(EngineDesk, WhereNobodyTakesNobodyWaitsForAnAnswer) {
  EngineDesk desk;
  EXPECT_FALSE(desk.fresh_status()) << "before the driver starts";
  desk.begin();
  std::thread driver([&] {
    EngineDesk::AllLeft taken;
    EXPECT_TRUE(desk.take(taken, std::nullopt));
    ASSERT_EQ(taken.size(), 1U);
    std::get<StatusAsked>(taken[0]->event).answer(consensus::EngineStatus{});
  });
  EXPECT_TRUE(desk.fresh_status());
  driver.join();
  std::thread closer([&] { desk.close(); });
  EXPECT_FALSE(desk.fresh_status()) << "whether it is closed before, or while one waits";
  closer.join();
}

TEST(EngineDesk, AClosedDeskGivesBackWhatItHolds) {
  EngineDesk desk;
  auto credit = std::make_shared<int>(0);
  desk.post(consensus::Wake{}, credit);
  EngineDesk::AllLeft taken;
  std::thread driver([&] {
    while (desk.take(taken, std::nullopt)) {
    }
  });
  desk.close();
  driver.join();
  taken.clear();
  desk.post(consensus::Wake{}, credit);
  EXPECT_EQ(credit.use_count(), 1);
}

TEST(EngineDesk, StatusIsNothingUntilItIsPublished) {
  EngineDesk desk;
  EXPECT_EQ(desk.status(), nullptr);
  desk.publish(std::make_shared<const consensus::EngineStatus>());
  EXPECT_NE(desk.status(), nullptr);
  desk.publish({consensus::View{9}, consensus::View{4}});
  EXPECT_EQ(desk.window().view, consensus::View{9});
  EXPECT_EQ(desk.window().floor, consensus::View{4});
}

}  // namespace
}  // namespace vitalstream::node
