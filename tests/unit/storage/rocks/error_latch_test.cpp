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

TEST(ErrorLatch, AMergeThatMeetsDamageIsNoErrorOfTheDatabase) {
  ErrorLatch latch;
  rocksdb::Status damaged = rocksdb::Status::Corruption();
  latch.OnBackgroundError(rocksdb::BackgroundErrorReason::kCompaction, &damaged);
  EXPECT_TRUE(damaged.ok()) << "RocksDB would refuse every write from here on";
  EXPECT_FALSE(latch.first().has_value());
  rocksdb::Status away = rocksdb::Status::IOError();
  latch.OnBackgroundError(rocksdb::BackgroundErrorReason::kCompaction, &away);
  EXPECT_EQ(latch.first(), StorageError::Io);
}

TEST(ErrorLatch, AFlushThatMeetsDamageIsAnError) {
  ErrorLatch latch;
  rocksdb::Status damaged = rocksdb::Status::Corruption();
  latch.OnBackgroundError(rocksdb::BackgroundErrorReason::kFlush, &damaged);
  EXPECT_FALSE(damaged.ok());
  EXPECT_EQ(latch.first(), StorageError::Corruption);
}

TEST(ErrorLatch, NamesTheFamiliesThatCannotBeMerged) {
  ErrorLatch latch;
  rocksdb::CompactionJobInfo job;
  job.cf_name = "index";
  latch.OnCompactionCompleted(nullptr, job);
  job.cf_name = "state";
  job.status = rocksdb::Status::Corruption();
  latch.OnCompactionCompleted(nullptr, job);
  latch.OnCompactionCompleted(nullptr, job);
  EXPECT_EQ(latch.take_hindered(), std::set<std::string>{"state"});
  EXPECT_TRUE(latch.take_hindered().empty());
}

}  // namespace
}  // namespace vitalstream::storage
