#include "node/batches/batch_cache.hpp"

#include <gtest/gtest.h>

namespace vitalstream::node {
namespace {

consensus::BatchDigest digest_of(std::uint8_t number) {
  Hash32 bytes{};
  bytes[0] = number;
  return consensus::BatchDigest{bytes};
}

// A stored byte counts three times, an attached one once.
std::shared_ptr<const CachedBatch> a_batch(std::size_t stored_bytes,
                                           std::size_t attached_bytes = 0) {
  return std::make_shared<const CachedBatch>(
      CachedBatch{Bytes(stored_bytes, 1), Bytes(attached_bytes, 2), {}});
}

TEST(BatchCache, FindsWhatWasPut) {
  BatchCache cache(1'000);
  const auto batch = a_batch(10, 5);
  cache.put(digest_of(1), batch);
  EXPECT_EQ(cache.find(digest_of(1)), batch);
  EXPECT_EQ(cache.find(digest_of(2)), nullptr);
  EXPECT_EQ(cache.bytes(), 35U);
}

TEST(BatchCache, ABatchThatIsThereAlreadyIsNotCountedAgain) {
  BatchCache cache(1'000);
  const auto first = a_batch(10);
  cache.put(digest_of(1), first);
  cache.put(digest_of(1), a_batch(10));
  EXPECT_EQ(cache.find(digest_of(1)), first);
  EXPECT_EQ(cache.bytes(), 30U);
}

TEST(BatchCache, BeyondItsBoundTheOldestIsDropped) {
  BatchCache cache(60);
  cache.put(digest_of(1), a_batch(10));
  cache.put(digest_of(2), a_batch(10));
  EXPECT_NE(cache.find(digest_of(1)), nullptr);
  cache.put(digest_of(3), a_batch(10));
  EXPECT_EQ(cache.find(digest_of(1)), nullptr);
  EXPECT_NE(cache.find(digest_of(2)), nullptr);
  EXPECT_NE(cache.find(digest_of(3)), nullptr);
  EXPECT_EQ(cache.bytes(), 60U);
}

TEST(BatchCache, TheNewestStaysHoweverLarge) {
  BatchCache cache(60);
  cache.put(digest_of(1), a_batch(10));
  cache.put(digest_of(2), a_batch(100));
  EXPECT_EQ(cache.find(digest_of(1)), nullptr);
  EXPECT_NE(cache.find(digest_of(2)), nullptr);
}

TEST(BatchCache, ErasingGivesTheBytesBack) {
  BatchCache cache(60);
  cache.put(digest_of(1), a_batch(10));
  cache.erase(digest_of(1));
  cache.erase(digest_of(1));
  EXPECT_EQ(cache.find(digest_of(1)), nullptr);
  EXPECT_EQ(cache.bytes(), 0U);
}

TEST(BatchCache, ABatchThatComesAgainIsAsOldAsItsReturn) {
  BatchCache cache(90);
  cache.put(digest_of(1), a_batch(10));
  cache.put(digest_of(2), a_batch(10));
  cache.put(digest_of(3), a_batch(10));
  cache.erase(digest_of(2));
  cache.put(digest_of(2), a_batch(10));
  cache.put(digest_of(4), a_batch(20));
  EXPECT_EQ(cache.find(digest_of(1)), nullptr);
  EXPECT_EQ(cache.find(digest_of(3)), nullptr);
  EXPECT_NE(cache.find(digest_of(2)), nullptr);
  EXPECT_NE(cache.find(digest_of(4)), nullptr);
}

TEST(BatchCache, WhoeverHoldsADroppedBatchKeepsIt) {
  BatchCache cache(30);
  cache.put(digest_of(1), a_batch(10));
  const auto held = cache.find(digest_of(1));
  cache.put(digest_of(2), a_batch(10));
  EXPECT_EQ(held->stored.size(), 10U);
}

}  // namespace
}  // namespace vitalstream::node
