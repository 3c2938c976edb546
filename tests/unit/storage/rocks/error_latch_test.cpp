#include "storage/rocks/error_latch.hpp"

#include <gtest/gtest.h>

namespace vitalstream::storage {
namespace {

TEST(ErrorLatch, KeepsTheFirstErrorForEver) {
  ErrorLatch latch;
  EXPECT_FALSE(latch.first().has_value());
  rocksdb::Status full = rocksdb::Status::NoSpace();
  latch.OnBackgroundError(rocksdb::BackgroundErrorReason::kFlush, &full);
  latch.latch(StorageError::Corruption);
  EXPECT_EQ(latch.first(), StorageError::Full);
}

TEST(ErrorLatch, AllowsNoRecoveryByItself) {
  ErrorLatch latch;
  bool recovers = true;
  latch.OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason::kFlush, rocksdb::Status::NoSpace(),
                             &recovers);
  EXPECT_FALSE(recovers);
}

}  // namespace
}  // namespace vitalstream::storage
