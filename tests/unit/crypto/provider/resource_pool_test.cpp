#include "crypto/provider/resource_pool.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace vitalstream::crypto::provider {
namespace {

using Pool = ResourcePool<int>;

// Long past: whoever would have to wait gets nothing at once.
const Deadline kPast{};

TEST(ResourcePool, LendsPermissionToMakeAndLaterTheSameThing) {
  Pool pool(1);
  {
    auto lease = pool.borrow(kPast);
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease.get(), nullptr);
    lease.fill(std::make_unique<int>(7));
  }
  auto again = pool.borrow(kPast);
  ASSERT_NE(again.get(), nullptr);
  EXPECT_EQ(*again.get(), 7);
}

TEST(ResourcePool, LendsNoMoreThanItsSizeAtOnce) {
  Pool pool(2);
  auto first = pool.borrow(kPast);
  {
    auto second = pool.borrow(kPast);
    EXPECT_TRUE(second);
    EXPECT_FALSE(pool.borrow(kPast));
  }
  EXPECT_TRUE(pool.borrow(kPast));
}

TEST(ResourcePool, WhatWasDiscardedIsNotLentAgain) {
  Pool pool(1);
  {
    auto lease = pool.borrow(kPast);
    lease.fill(std::make_unique<int>(7));
    lease.discard();
  }
  auto again = pool.borrow(kPast);
  ASSERT_TRUE(again);
  EXPECT_EQ(again.get(), nullptr);
}

TEST(ResourcePool, ClearingDestroysWhatIsIdleAndSparesWhatIsLent) {
  Pool pool(2);
  auto lent = pool.borrow(kPast);
  lent.fill(std::make_unique<int>(1));
  { pool.borrow(kPast).fill(std::make_unique<int>(2)); }
  pool.clear();
  EXPECT_EQ(*lent.get(), 1);
  EXPECT_EQ(pool.borrow(kPast).get(), nullptr);
}

TEST(ResourcePool, AWaitingBorrowerGetsWhatIsGivenBack) {
  Pool pool(1);
  auto lease = std::make_unique<Pool::Lease>(pool.borrow(kPast));
  lease->fill(std::make_unique<int>(7));
  int got = 0;
  std::thread waiting([&] { got = *pool.borrow(Deadline::max()).get(); });
  lease.reset();
  waiting.join();
  EXPECT_EQ(got, 7);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
