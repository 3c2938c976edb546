#include "crypto/provider/pkcs11/use_gate.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;

Deadline in(Milliseconds time) { return std::chrono::steady_clock::now() + time; }

TEST(UseGate, ManyAreInsideAtATime) {
  UseGate gate;
  EXPECT_TRUE(gate.enter(in(10s)));
  EXPECT_TRUE(gate.enter(in(10s)));
  gate.leave();
  gate.leave();
}

TEST(UseGate, NobodyIsBesideOneWhoIsAlone) {
  UseGate gate;
  ASSERT_TRUE(gate.enter(in(10s)));
  EXPECT_FALSE(gate.enter_alone(in(10ms)));
  gate.leave();
  ASSERT_TRUE(gate.enter_alone(in(10s)));
  EXPECT_FALSE(gate.enter(in(10ms)));
  EXPECT_FALSE(gate.enter_alone(in(10ms)));
  gate.leave_alone();
  EXPECT_TRUE(gate.enter(in(10s)));
  gate.leave();
}

TEST(UseGate, WhoWantsToBeAloneIsNotHeldUpByThoseWhoComeLater) {
  UseGate gate;
  ASSERT_TRUE(gate.enter(in(10s)));
  std::atomic<bool> was_alone = false;
  std::thread restarting([&] {
    was_alone = gate.enter_alone(in(10s));
    gate.leave_alone();
  });
  // Sooner or later it waits, and then nobody else gets in.
  while (gate.enter(in(1ms))) {
    gate.leave();
  }
  EXPECT_FALSE(was_alone);
  gate.leave();
  restarting.join();
  EXPECT_TRUE(was_alone);
  EXPECT_TRUE(gate.enter(in(10s)));
  gate.leave();
}

TEST(UseGate, WhoGivesUpBeingAloneLetsTheOthersIn) {
  UseGate gate;
  ASSERT_TRUE(gate.enter(in(10s)));
  std::thread giving_up([&] { EXPECT_FALSE(gate.enter_alone(in(30ms))); });
  std::thread entering([&] {
    EXPECT_TRUE(gate.enter(in(10s)));
    gate.leave();
  });
  entering.join();
  giving_up.join();
  gate.leave();
}

TEST(UseGate, UnderLoadNeverBoth) {
  UseGate gate;
  std::atomic<int> inside = 0;
  std::atomic<int> alone = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 500; ++k) {
        ASSERT_TRUE(gate.enter(in(20s)));
        ++inside;
        EXPECT_EQ(alone, 0);
        --inside;
        gate.leave();
      }
    });
  }
  for (int k = 0; k < 200; ++k) {
    ASSERT_TRUE(gate.enter_alone(in(20s)));
    ++alone;
    EXPECT_EQ(inside, 0);
    --alone;
    gate.leave_alone();
  }
  for (auto& thread : threads) {
    thread.join();
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
