#include "storage/rocks/status.hpp"

#include <gtest/gtest.h>

namespace vitalstream::storage {
namespace {

TEST(Status, FullDamagedAndOtherwiseFailedAreTold) {
  EXPECT_EQ(to_storage_error(rocksdb::Status::NoSpace()), StorageError::Full);
  EXPECT_EQ(to_storage_error(rocksdb::Status::Corruption()), StorageError::Corruption);
  EXPECT_EQ(to_storage_error(rocksdb::Status::IOError()), StorageError::Io);
  EXPECT_EQ(to_storage_error(rocksdb::Status::ShutdownInProgress()), StorageError::Io);
}

TEST(Status, OnlyCorruptionLetsTheProcessGoOn) {
  EXPECT_TRUE(is_fatal(StorageError::Full));
  EXPECT_TRUE(is_fatal(StorageError::Io));
  EXPECT_TRUE(is_fatal(StorageError::Missing));
  EXPECT_FALSE(is_fatal(StorageError::Corruption));
}

TEST(Status, AnEmptySliceStillPointsSomewhere) {
  EXPECT_NE(to_slice({}).data(), nullptr);
  EXPECT_EQ(to_view(to_slice(as_bytes("ab"))).size(), 2U);
}

}  // namespace
}  // namespace vitalstream::storage
