#include "storage/sync_group.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace vitalstream::storage {
namespace {

TEST(SyncGroup, OneCallerSyncsOnce) {
  int syncs = 0;
  SyncGroup group([&] {
    ++syncs;
    return Written{};
  });
  EXPECT_TRUE(group.run());
  EXPECT_TRUE(group.run());
  EXPECT_EQ(syncs, 2);
}

TEST(SyncGroup, CallersThatArriveDuringASyncShareTheNext) {
  constexpr int kLate = 6;
  std::atomic<int> syncs = 0;
  std::latch first_began(1);
  std::latch go_on(1);
  SyncGroup group([&] {
    if (++syncs == 1) {
      first_began.count_down();
      go_on.wait();
    }
    return Written{};
  });
  std::vector<std::jthread> callers;
  callers.emplace_back([&] { EXPECT_TRUE(group.run()); });
  first_began.wait();
  std::atomic<int> arrived = 0;
  for (int caller = 0; caller < kLate; ++caller) {
    callers.emplace_back([&] {
      ++arrived;
      EXPECT_TRUE(group.run());
    });
  }
  while (arrived < kLate) {
    std::this_thread::yield();
  }
  go_on.count_down();
  callers.clear();
  // Whoever had not yet entered when the first sync ended may have needed one of its own.
  EXPECT_GE(syncs, 2);
  EXPECT_LE(syncs, 1 + kLate);
}

TEST(SyncGroup, ACallIsNotSatisfiedByASyncThatBeganBeforeIt) {
  std::atomic<int> written = 0;
  std::atomic<int> durable = 0;
  SyncGroup group([&] {
    const int seen = written;
    std::this_thread::yield();
    durable = seen;
    return Written{};
  });
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int count = 0; count < 500; ++count) {
        const int mine = ++written;
        ASSERT_TRUE(group.run());
        ASSERT_GE(durable, mine);
      }
    });
  }
}

TEST(SyncGroup, AFailureIsFinal) {
  int syncs = 0;
  SyncGroup group([&] {
    ++syncs;
    return Written(StorageError::Io);
  });
  EXPECT_EQ(group.run().error(), StorageError::Io);
  EXPECT_EQ(group.run().error(), StorageError::Io);
  EXPECT_EQ(syncs, 1);
}

}  // namespace
}  // namespace vitalstream::storage
