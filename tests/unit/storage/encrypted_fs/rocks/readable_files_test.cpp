#include "storage/encrypted_fs/rocks/readable_files.hpp"

#include <cerrno>
#include <system_error>

#include "storage/encrypted_fs/rocks/context.hpp"
#include "tests/unit/storage/encrypted_fs/rocks/failing_file_system.hpp"
#include "tests/unit/storage/encrypted_fs/rocks/file_system_fixture.hpp"

namespace vitalstream::storage {
namespace {

std::string some_text(std::size_t bytes) {
  std::string text(bytes, ' ');
  for (std::size_t index = 0; index < bytes; ++index) {
    text[index] = static_cast<char>('a' + (index * 7 + index / 1'000) % 26);
  }
  return text;
}

class ReadableFiles : public FileSystemFixture {
 protected:
  std::unique_ptr<rocksdb::FSRandomAccessFile> random_access(const std::string& name) {
    std::unique_ptr<rocksdb::FSRandomAccessFile> file;
    const auto status = files_->NewRandomAccessFile(path(name), file_options_, &file, nullptr);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return file;
  }
  std::unique_ptr<rocksdb::FSSequentialFile> sequential(const std::string& name) {
    std::unique_ptr<rocksdb::FSSequentialFile> file;
    const auto status = files_->NewSequentialFile(path(name), file_options_, &file, nullptr);
    EXPECT_TRUE(status.ok()) << status.ToString();
    return file;
  }

  const std::string text_ = some_text(40'000);
};

class BothLayouts : public ReadableFiles, public ::testing::WithParamInterface<const char*> {};

TEST_P(BothLayouts, AreReadInOrder) {
  write(GetParam(), text_);
  const auto file = sequential(GetParam());
  std::string found;
  std::string scratch(7'000, '\0');
  rocksdb::Slice piece;
  do {
    ASSERT_TRUE(file->Read(scratch.size(), io_, &piece, scratch.data(), nullptr).ok());
    found.append(piece.data(), piece.size());
  } while (piece.size() == scratch.size());
  EXPECT_EQ(found, text_);
}

TEST_P(BothLayouts, AreSkippedAndReadAtAnyPlace) {
  write(GetParam(), text_);
  const auto file = sequential(GetParam());
  std::string scratch(10, '\0');
  rocksdb::Slice piece;
  ASSERT_TRUE(file->Skip(12'345).ok());
  ASSERT_TRUE(file->Read(10, io_, &piece, scratch.data(), nullptr).ok());
  EXPECT_EQ(piece.ToString(), text_.substr(12'345, 10));
  ASSERT_TRUE(file->PositionedRead(7, 10, io_, &piece, scratch.data(), nullptr).ok());
  EXPECT_EQ(piece.ToString(), text_.substr(7, 10));
  // Beyond the end there is nothing, and that is no error.
  ASSERT_TRUE(file->Skip(1'000'000).ok());
  ASSERT_TRUE(file->Read(10, io_, &piece, scratch.data(), nullptr).ok());
  EXPECT_TRUE(piece.empty());
}

TEST_P(BothLayouts, AreReadAtRandomSinglyManyAtOnceAndAsynchronously) {
  write(GetParam(), text_);
  const auto file = random_access(GetParam());
  std::string scratch(3 * 5'000, '\0');
  rocksdb::Slice piece;
  ASSERT_TRUE(file->Read(39'990, 100, io_, &piece, scratch.data(), nullptr).ok());
  EXPECT_EQ(piece.ToString(), text_.substr(39'990));
  std::vector<rocksdb::FSReadRequest> requests(3);
  for (std::size_t index = 0; index < requests.size(); ++index) {
    requests[index].offset = 9'000 * index;
    requests[index].len = 5'000;
    requests[index].scratch = scratch.data() + 5'000 * index;
  }
  ASSERT_TRUE(file->MultiRead(requests.data(), requests.size(), io_, nullptr).ok());
  for (const rocksdb::FSReadRequest& request : requests) {
    ASSERT_TRUE(request.status.ok());
    EXPECT_EQ(request.result.ToString(), text_.substr(request.offset, request.len));
  }
  bool was_called = false;
  void* handle = nullptr;
  rocksdb::IOHandleDeleter deleter;
  const auto callback = [&](const rocksdb::FSReadRequest& request, void* argument) {
    EXPECT_EQ(request.result.ToString(), text_.substr(9'000, 5'000));
    EXPECT_EQ(argument, &was_called);
    was_called = true;
  };
  ASSERT_TRUE(
      file->ReadAsync(requests[1], io_, callback, &was_called, &handle, &deleter, nullptr).ok());
  EXPECT_TRUE(was_called);
  EXPECT_EQ(handle, nullptr);
}

TEST_P(BothLayouts, HaveTheSizeOfWhatWasWritten) {
  write(GetParam(), text_);
  EXPECT_EQ(size(GetParam()), text_.size());
  EXPECT_GT(disk_size(GetParam()), text_.size() + kFileHeaderBytes);
}

TEST_P(BothLayouts, AreReadWithoutDirectIoOrMapping) {
  write(GetParam(), text_);
  const auto file = random_access(GetParam());
  EXPECT_FALSE(file->use_direct_io());
  EXPECT_FALSE(sequential(GetParam())->use_direct_io());
  EXPECT_GT(file->GetRequiredBufferAlignment(), 0U);
  EXPECT_TRUE(file->Prefetch(100, 10'000, io_, nullptr).IsNotSupported());
  EXPECT_TRUE(file->InvalidateCache(5, 5).ok());
  file->Hint(rocksdb::FSRandomAccessFile::kRandom);
  std::array<char, 64> id{};
  EXPECT_GT(file->GetUniqueId(id.data(), id.size()), 0U);
  rocksdb::FileOptions mapped;
  mapped.use_mmap_reads = true;
  std::unique_ptr<rocksdb::FSRandomAccessFile> refused;
  EXPECT_TRUE(
      files_->NewRandomAccessFile(path(GetParam()), mapped, &refused, nullptr).IsNotSupported());
  EXPECT_EQ(refused, nullptr);
}

INSTANTIATE_TEST_SUITE_P(Layouts, BothLayouts,
                         ::testing::Values("000012.sst", "000012.blob", "000012.log",
                                           "MANIFEST-000012", "CURRENT", "some_file"));

TEST_F(ReadableFiles, ADamagedPageIsCorruptionOfThatPlaceAlone) {
  write("000012.sst", text_);
  change_byte("000012.sst", kFileHeaderBytes + 2 * (kSmallPageBytes + kPageTagBytes) + 5);
  const auto file = random_access("000012.sst");
  std::string scratch(text_.size(), '\0');
  rocksdb::Slice piece;
  const auto status = file->Read(9'000, 100, io_, &piece, scratch.data(), nullptr);
  EXPECT_TRUE(status.IsCorruption()) << status.ToString();
  EXPECT_NE(status.ToString().find("at byte 12320, key generation 1"), std::string::npos)
      << status.ToString();
  EXPECT_TRUE(file->Read(0, 100, io_, &piece, scratch.data(), nullptr).ok());
  EXPECT_TRUE(file->Read(30'000, 100, io_, &piece, scratch.data(), nullptr).ok());
  EXPECT_FALSE(faults_->poison().has_value());
  EXPECT_EQ(faults_->count(), 1U);
}

TEST_F(ReadableFiles, ACutTableIsFoundOutWhenItIsOpened) {
  write("000012.sst", text_);
  for (const std::uint64_t size : {disk_size("000012.sst") - 1, std::uint64_t{20'000},
                                   kFileHeaderBytes + 2 * (kSmallPageBytes + kPageTagBytes),
                                   kFileHeaderBytes, std::size_t{100}, std::size_t{0}}) {
    std::filesystem::resize_file(path("000012.sst"), size);
    std::unique_ptr<rocksdb::FSRandomAccessFile> file;
    const auto status =
        files_->NewRandomAccessFile(path("000012.sst"), file_options_, &file, nullptr);
    EXPECT_TRUE(status.IsCorruption()) << size << status.ToString();
    EXPECT_EQ(file, nullptr);
  }
}

TEST_F(ReadableFiles, ADamagedLogIsAnInputOutputErrorAndPoisonsTheDatabase) {
  write("000012.log", text_);
  write("000013.log", text_);
  change_byte("000012.log", kFileHeaderBytes + 500);
  std::string found;
  const auto status = read("000012.log", found);
  EXPECT_TRUE(status.IsIOError()) << status.ToString();
  ASSERT_TRUE(faults_->poison().has_value());
  EXPECT_EQ(faults_->poison()->kind, FaultKind::DamagedFrame);
  EXPECT_EQ(faults_->poison()->offset, kFileHeaderBytes);
  // What is whole can still be read: somebody may have to save it.
  EXPECT_EQ(contents("000013.log"), text_);
}

TEST_F(ReadableFiles, AnExchangedFileIsRefused) {
  write("000012.sst", text_);
  write("000013.sst", text_);
  std::filesystem::copy_file(path("000012.sst"), path("000013.sst"),
                             std::filesystem::copy_options::overwrite_existing);
  std::string found;
  EXPECT_TRUE(read("000013.sst", found).IsCorruption());
  EXPECT_EQ(faults_->faults().back().kind, FaultKind::WrongPlace);
}

TEST_F(ReadableFiles, APlainFileIsRefusedWithTheReason) {
  for (const std::string& text : {std::string("MANIFEST-000001\n"), text_}) {
    std::ofstream(path("CURRENT")) << text;
    std::string found;
    const auto status = read("CURRENT", found);
    EXPECT_TRUE(status.IsIOError()) << status.ToString();
    EXPECT_NE(status.ToString().find("without encryption"), std::string::npos);
  }
}

TEST_F(ReadableFiles, AFileThatIsNotThereIsNotDamaged) {
  std::string found;
  EXPECT_TRUE(read("000012.sst", found).IsNotFound() || read("000012.sst", found).IsPathNotFound());
  EXPECT_EQ(faults_->count(), 0U);
}

TEST_F(ReadableFiles, AFileWhoseCreationACrashCutShortIsEmpty) {
  std::ofstream(path("000012.log")).flush();
  EXPECT_EQ(contents("000012.log"), "");
  EXPECT_EQ(size("000012.log"), 0U);
  std::unique_ptr<rocksdb::FSSequentialFile> file = sequential("000012.log");
  rocksdb::Slice piece;
  char byte = 0;
  EXPECT_TRUE(file->Read(1, io_, &piece, &byte, nullptr).ok());
  EXPECT_TRUE(piece.empty());
}

TEST_F(ReadableFiles, WhoReadsALiveLogSeesWholeAppendsOnly) {
  const auto log = create("000012.log");
  ASSERT_TRUE(log->Append("first", io_, nullptr).ok());
  EXPECT_EQ(contents("000012.log"), "first");
  EXPECT_EQ(size("000012.log"), 5U);
  // Half of the next append, as a reader at the same time would find it.
  std::ofstream(path("000012.log"), std::ios::app | std::ios::binary) << "VSefgarbage";
  EXPECT_EQ(contents("000012.log"), "first");
  EXPECT_EQ(faults_->count(), 0U);
}

TEST_P(BothLayouts, WhatTheDiskCannotReadIsDamageAndAShortageIsNone) {
  write(GetParam(), text_);
  const auto failures = std::make_shared<Failures>();
  open(std::make_shared<FailingFileSystem>(failures));
  failures->read =
      rocksdb::IOStatus::IOError("While pread", std::generic_category().message(ENOMEM));
  std::string found;
  EXPECT_FALSE(read(GetParam(), found).ok());
  EXPECT_EQ(faults_->count(), 0U);
  failures->read = rocksdb::IOStatus::IOError("While pread", std::generic_category().message(EIO));
  EXPECT_FALSE(read(GetParam(), found).ok());
  ASSERT_FALSE(faults_->faults().empty());
  EXPECT_EQ(faults_->faults().front().kind, FaultKind::Unreadable);
  EXPECT_EQ(faults_->faults().front().path, path(GetParam()));
}

// The kernel answers EIO for memory that is not there, as it does for a bad sector.
TEST(MediaError, IsKnownByTheWordsThatRocksDbHasForIt) {
  std::unique_ptr<rocksdb::FSRandomAccessFile> file;
  ASSERT_TRUE(rocksdb::FileSystem::Default()
                  ->NewRandomAccessFile("/proc/self/mem", rocksdb::FileOptions(), &file, nullptr)
                  .ok());
  Bytes target(16);
  std::size_t count = 0;
  const rocksdb::IOStatus status = read_up_to(*file, 0, target, count);
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(is_media_error(status)) << status.ToString();
  EXPECT_FALSE(is_media_error(rocksdb::IOStatus::OK()));
  EXPECT_FALSE(is_media_error(rocksdb::IOStatus::IOError("While open", "Too many open files")));
}

}  // namespace
}  // namespace vitalstream::storage
