#include "storage/files/synced_file.hpp"

#include <gtest/gtest.h>

#include "tests/storage/crash_disk.hpp"

namespace vitalstream::storage {
namespace {

constexpr const char* kPath = "/data/file";
const Bytes kContents(700, 7);

TEST(SyncedFile, LastsAsSoonAsItsNameDoes) {
  CrashDisk disk(1);
  ASSERT_TRUE(write_synced_file(disk, kPath, kContents).has_value());
  ASSERT_TRUE(disk.sync_directory("/data").has_value());
  disk.restart(Loss::Everything);
  EXPECT_EQ(*disk.read(kPath, kAnyLength), kContents);
}

TEST(SyncedFile, TellsWhichOperationFailed) {
  for (const std::uint64_t operation : {0U, 1U, 2U}) {
    CrashDisk disk(1);
    disk.fail_at(operation, FileError::Full);
    EXPECT_EQ(write_synced_file(disk, kPath, kContents).error(), FileError::Full);
  }
}

}  // namespace
}  // namespace vitalstream::storage
