#include "storage/encrypted_fs/rocks/writable_file.hpp"

#include <gmock/gmock.h>

#include "tests/unit/storage/encrypted_fs/rocks/failing_file_system.hpp"
#include "tests/unit/storage/encrypted_fs/rocks/file_system_fixture.hpp"

namespace vitalstream::storage {
namespace {

class WritableFile : public FileSystemFixture {
 protected:
  std::unique_ptr<rocksdb::FSWritableFile> reopened(const std::string& name) {
    std::unique_ptr<rocksdb::FSWritableFile> file;
    const auto status = files_->ReopenWritableFile(path(name), file_options_, &file, nullptr);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return file;
  }
  void add_to_disk(const std::string& name, const std::string& bytes) {
    std::ofstream(path(name), std::ios::app | std::ios::binary) << bytes;
  }

  std::shared_ptr<Failures> failures_ = std::make_shared<Failures>();
};

TEST_F(WritableFile, ATableTakesNothingAfterItsSync) {
  const auto file = create("000012.sst");
  ASSERT_TRUE(file->Append("contents", io_, nullptr).ok());
  ASSERT_TRUE(file->Sync(io_, nullptr).ok());
  ASSERT_TRUE(file->Fsync(io_, nullptr).ok());
  EXPECT_TRUE(file->Append("more", io_, nullptr).IsInvalidArgument());
  EXPECT_TRUE(file->Append("more", io_, nullptr).IsIOError());
  EXPECT_EQ(contents("000012.sst"), "contents");
}

TEST_F(WritableFile, ATableThatWasNeverSyncedIsFinishedWhenItIsClosed) {
  const auto file = create("000012.sst");
  ASSERT_TRUE(file->Append("contents", io_, nullptr).ok());
  ASSERT_TRUE(file->Close(io_, nullptr).ok());
  EXPECT_EQ(contents("000012.sst"), "contents");
}

TEST_F(WritableFile, ALogGoesOnAfterEachSync) {
  const auto file = create("000012.log");
  for (int append = 0; append < 5; ++append) {
    ASSERT_TRUE(file->Append("word ", io_, nullptr).ok());
    ASSERT_TRUE(file->Flush(io_, nullptr).ok());
    ASSERT_TRUE(file->Sync(io_, nullptr).ok());
  }
  EXPECT_EQ(contents("000012.log"), "word word word word word ");
}

TEST_F(WritableFile, OnlyALogMaySyncBesideAppends) {
  EXPECT_TRUE(create("000012.log")->IsSyncThreadSafe());
  EXPECT_FALSE(create("000012.sst")->IsSyncThreadSafe());
}

TEST_F(WritableFile, SizesAreLogical) {
  for (const char* name : {"000012.sst", "000012.log"}) {
    const auto file = create(name);
    EXPECT_EQ(file->GetFileSize(io_, nullptr), 0U);
    EXPECT_EQ(size(name), 0U);
    ASSERT_TRUE(file->Append(std::string(5'000, 'x'), io_, nullptr).ok());
    EXPECT_EQ(file->GetFileSize(io_, nullptr), 5'000U);
    EXPECT_EQ(size(name), 5'000U);
  }
}

TEST_F(WritableFile, AFailedAppendIsTheLastOperation) {
  open(std::make_shared<FailingFileSystem>(failures_));
  for (const char* name : {"000012.sst", "000012.log"}) {
    const auto file = create(name);
    const std::string page(10'000, 'x');
    ASSERT_TRUE(file->Append(page, io_, nullptr).ok());
    failures_->fails_appends = true;
    EXPECT_TRUE(file->Append(page, io_, nullptr).IsNoSpace());
    failures_->fails_appends = false;
    EXPECT_TRUE(file->Append(page, io_, nullptr).IsIOError());
    EXPECT_TRUE(file->Sync(io_, nullptr).IsIOError());
    EXPECT_TRUE(file->Flush(io_, nullptr).IsIOError());
    EXPECT_TRUE(file->Close(io_, nullptr).IsIOError());
  }
}

TEST_F(WritableFile, AFailedSyncIsNeverTriedAgain) {
  open(std::make_shared<FailingFileSystem>(failures_));
  const auto file = create("000012.log");
  ASSERT_TRUE(file->Append("word", io_, nullptr).ok());
  failures_->fails_syncs = true;
  EXPECT_TRUE(file->Sync(io_, nullptr).IsIOError());
  failures_->fails_syncs = false;
  const int syncs = failures_->syncs;
  EXPECT_TRUE(file->Sync(io_, nullptr).IsIOError());
  EXPECT_TRUE(file->Fsync(io_, nullptr).IsIOError());
  EXPECT_EQ(failures_->syncs, syncs);
}

TEST_F(WritableFile, TheHeaderOfALogIsDurableBeforeItsFirstFrame) {
  open(std::make_shared<FailingFileSystem>(failures_));
  const auto log = create("000012.log");
  EXPECT_EQ(failures_->syncs, 1);
  const auto table = create("000012.sst");
  EXPECT_EQ(failures_->syncs, 1);
  failures_->fails_syncs = true;
  std::unique_ptr<rocksdb::FSWritableFile> file;
  EXPECT_TRUE(
      files_->NewWritableFile(path("000013.log"), file_options_, &file, nullptr).IsIOError());
}

TEST_F(WritableFile, NothingIsAllocatedAheadSyncedOnTheWayOrWrittenDirectly) {
  rocksdb::FileOptions wishes;
  wishes.use_direct_writes = true;
  wishes.use_mmap_writes = true;
  wishes.allow_fallocate = true;
  wishes.bytes_per_sync = 100;
  wishes.strict_bytes_per_sync = true;
  std::unique_ptr<rocksdb::FSWritableFile> file;
  ASSERT_TRUE(files_->NewWritableFile(path("000012.sst"), wishes, &file, nullptr).ok());
  EXPECT_FALSE(file->use_direct_io());
  file->SetPreallocationBlockSize(1 << 20);
  std::size_t block = 1;
  std::size_t last = 1;
  file->GetPreallocationStatus(&block, &last);
  EXPECT_EQ(block, 0U);
  EXPECT_EQ(last, 0U);
  file->PrepareWrite(0, 1 << 20, io_, nullptr);
  EXPECT_TRUE(file->Allocate(0, 1 << 20, io_, nullptr).ok());
  ASSERT_TRUE(file->Append("contents", io_, nullptr).ok());
  EXPECT_TRUE(file->RangeSync(0, 8, io_, nullptr).ok());
  ASSERT_TRUE(file->Append(" and more", io_, {}, nullptr).ok())
      << "no page was encrypted on the way";
  EXPECT_TRUE(file->PositionedAppend("x", 0, io_, nullptr).IsNotSupported());
  EXPECT_TRUE(file->PositionedAppend("x", 0, io_, {}, nullptr).IsNotSupported());
  ASSERT_TRUE(file->Close(io_, nullptr).ok());
  EXPECT_EQ(contents("000012.sst"), "contents and more");
  EXPECT_LT(disk_size("000012.sst"), 10'000U);
}

TEST_F(WritableFile, HintsReachTheFileBeneath) {
  const auto file = create("000012.sst");
  file->SetIOPriority(rocksdb::Env::IO_LOW);
  EXPECT_EQ(file->GetIOPriority(), rocksdb::Env::IO_LOW);
  // Not every system beneath keeps this one; without it, it stays as it was.
  file->SetWriteLifeTimeHint(rocksdb::Env::WLTH_LONG);
  EXPECT_THAT(file->GetWriteLifeTimeHint(),
              ::testing::AnyOf(rocksdb::Env::WLTH_LONG, rocksdb::Env::WLTH_NOT_SET));
  EXPECT_TRUE(file->InvalidateCache(0, 0).ok());
  std::array<char, 64> id{};
  EXPECT_GT(file->GetUniqueId(id.data(), id.size()), 0U);
}

TEST_F(WritableFile, IsCutAtItsOwnEndOnly) {
  const auto file = create("000012.log");
  ASSERT_TRUE(file->Append("contents", io_, nullptr).ok());
  EXPECT_TRUE(file->Truncate(8, io_, nullptr).ok());
  EXPECT_TRUE(file->Truncate(7, io_, nullptr).IsNotSupported());
  EXPECT_TRUE(file->Truncate(9, io_, nullptr).IsNotSupported());
  EXPECT_EQ(contents("000012.log"), "contents");
}

TEST_F(WritableFile, AReopenedLogLosesItsTornTailAndTakesNothingMore) {
  write("000012.log", "contents");
  const std::uint64_t whole = disk_size("000012.log");
  add_to_disk("000012.log", "VSef");
  const auto file = reopened("000012.log");
  EXPECT_EQ(file->GetFileSize(io_, nullptr), 8U);
  EXPECT_TRUE(file->Truncate(4, io_, nullptr).IsNotSupported());
  EXPECT_TRUE(file->Truncate(8, io_, nullptr).ok());
  EXPECT_EQ(disk_size("000012.log"), whole);
  EXPECT_TRUE(file->Append("more", io_, nullptr).IsNotSupported());
  EXPECT_EQ(contents("000012.log"), "contents");
}

TEST_F(WritableFile, AReopenedTableCanBeSynced) {
  write("000012.sst", "contents");
  const auto file = reopened("000012.sst");
  EXPECT_EQ(file->GetFileSize(io_, nullptr), 8U);
  EXPECT_TRUE(file->Truncate(8, io_, nullptr).ok());
  EXPECT_TRUE(file->Sync(io_, nullptr).ok());
  EXPECT_TRUE(file->Close(io_, nullptr).ok());
  EXPECT_EQ(contents("000012.sst"), "contents");
}

TEST_F(WritableFile, ADamagedOrMissingFileIsNotReopened) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  EXPECT_FALSE(files_->ReopenWritableFile(path("000012.log"), file_options_, &file, nullptr).ok());
  write("000012.log", "contents");
  change_byte("000012.log", kFileHeaderBytes + 30);
  EXPECT_TRUE(
      files_->ReopenWritableFile(path("000012.log"), file_options_, &file, nullptr).IsIOError());
  EXPECT_EQ(file, nullptr);
}

}  // namespace
}  // namespace vitalstream::storage
