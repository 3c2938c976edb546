#include "storage/encrypted_fs/rocks/file_system.hpp"

#include "tests/unit/storage/encrypted_fs/rocks/file_system_fixture.hpp"

namespace vitalstream::storage {
namespace {

class EncryptedFiles : public FileSystemFixture {
 protected:
  rocksdb::IOStatus rename(const std::string& from, const std::string& to) {
    return files_->RenameFile(path(from), path(to), io_, nullptr);
  }
  rocksdb::IOStatus link(const std::string& from, const std::string& to) {
    return files_->LinkFile(path(from), path(to), io_, nullptr);
  }
  void poison() {
    write("MANIFEST-000001", "contents");
    change_byte("MANIFEST-000001", kFileHeaderBytes + 30);
    std::string ignored;
    EXPECT_TRUE(read("MANIFEST-000001", ignored).IsIOError());
  }
};

TEST_F(EncryptedFiles, AFileBecomesWhatItsTemporaryNameSays) {
  write("000005.dbtmp", "MANIFEST-000005\n");
  ASSERT_TRUE(rename("000005.dbtmp", "CURRENT").ok());
  EXPECT_EQ(contents("CURRENT"), "MANIFEST-000005\n");
  write("OPTIONS-000006.dbtmp", "options");
  ASSERT_TRUE(rename("OPTIONS-000006.dbtmp", "OPTIONS-000007").ok());
  EXPECT_EQ(contents("OPTIONS-000007"), "options");
  write("000000.dbtmp", "identity");
  ASSERT_TRUE(rename("000000.dbtmp", "IDENTITY").ok());
  EXPECT_EQ(contents("IDENTITY"), "identity");
}

TEST_F(EncryptedFiles, AFileIsNeverRenamedToSomethingElse) {
  write("000005.dbtmp", "MANIFEST-000005\n");
  write("000012.sst", "table");
  EXPECT_TRUE(rename("000005.dbtmp", "IDENTITY").IsNotSupported());
  EXPECT_TRUE(rename("000012.sst", "000013.sst").IsNotSupported());
  EXPECT_TRUE(rename("000012.sst", "000012.sst.trash").IsNotSupported());
  EXPECT_EQ(contents("000012.sst"), "table");
}

TEST_F(EncryptedFiles, ALinkKeepsItsName) {
  write("000012.sst", "table");
  ASSERT_TRUE(files_->CreateDir(path("copy"), io_, nullptr).ok());
  ASSERT_TRUE(link("000012.sst", "copy/000012.sst").ok());
  EXPECT_EQ(contents("copy/000012.sst"), "table");
  EXPECT_TRUE(link("000012.sst", "000013.sst").IsNotSupported());
  // Made elsewhere, to be taken in as a table: refused.
  write("made.sst", "table");
  EXPECT_TRUE(link("made.sst", "000014.sst").IsNotSupported());
  std::uint64_t count = 0;
  EXPECT_TRUE(files_->NumFileLinks(path("000012.sst"), io_, &count, nullptr).ok());
  EXPECT_EQ(count, 2U);
  bool is_same = false;
  EXPECT_TRUE(
      files_->AreFilesSame(path("000012.sst"), path("copy/000012.sst"), io_, &is_same, nullptr)
          .ok());
  EXPECT_TRUE(is_same);
}

TEST_F(EncryptedFiles, WhatCannotBeAuthenticatedIsNotOffered) {
  std::unique_ptr<rocksdb::FSWritableFile> writable;
  write("000003.log", "log");
  EXPECT_TRUE(files_
                  ->ReuseWritableFile(path("000004.log"), path("000003.log"), file_options_,
                                      &writable, nullptr)
                  .IsNotSupported());
  std::unique_ptr<rocksdb::FSRandomRWFile> random;
  EXPECT_TRUE(files_->NewRandomRWFile(path("000003.log"), file_options_, &random, nullptr)
                  .IsNotSupported());
  std::unique_ptr<rocksdb::MemoryMappedFileBuffer> mapped;
  EXPECT_TRUE(files_->NewMemoryMappedFileBuffer(path("000003.log"), &mapped).IsNotSupported());
  std::shared_ptr<rocksdb::Logger> logger;
  EXPECT_TRUE(files_->NewLogger(path("LOG"), io_, &logger, nullptr).IsNotSupported());
  EXPECT_FALSE(std::filesystem::exists(path("LOG")));
}

TEST_F(EncryptedFiles, APoisonedDatabaseIsNotChangedAnyMore) {
  write("000012.sst", "table");
  poison();
  std::unique_ptr<rocksdb::FSWritableFile> file;
  EXPECT_TRUE(
      files_->NewWritableFile(path("000013.sst"), file_options_, &file, nullptr).IsIOError());
  EXPECT_TRUE(
      files_->ReopenWritableFile(path("000012.sst"), file_options_, &file, nullptr).IsIOError());
  EXPECT_TRUE(files_->DeleteFile(path("000012.sst"), io_, nullptr).IsIOError());
  EXPECT_TRUE(files_->Truncate(path("000012.sst"), 5, io_, nullptr).IsIOError());
  EXPECT_TRUE(link("000012.sst", "copy/000012.sst").IsIOError());
  EXPECT_EQ(contents("000012.sst"), "table");
}

TEST_F(EncryptedFiles, ATruncationCutsATornTailAndNothingElse) {
  write("000003.log", "contents");
  const std::uint64_t whole = disk_size("000003.log");
  std::filesystem::resize_file(path("000003.log"), whole + 100);
  EXPECT_EQ(size("000003.log"), 8U);
  EXPECT_TRUE(files_->Truncate(path("000003.log"), 3, io_, nullptr).IsNotSupported());
  EXPECT_TRUE(files_->Truncate(path("000003.log"), 8, io_, nullptr).ok());
  EXPECT_EQ(disk_size("000003.log"), whole);
}

TEST_F(EncryptedFiles, ADirectoryIsListedWithLogicalSizes) {
  write("000003.log", "contents");
  write("000012.sst", std::string(9'000, 'x'));
  std::vector<rocksdb::FileAttributes> found;
  ASSERT_TRUE(files_->GetChildrenFileAttributes(path(""), io_, &found, nullptr).ok());
  ASSERT_EQ(found.size(), 2U);
  for (const rocksdb::FileAttributes& attributes : found) {
    EXPECT_EQ(attributes.size_bytes, attributes.name == "000003.log" ? 8U : 9'000U);
  }
  std::vector<std::string> names;
  EXPECT_TRUE(files_->GetChildren(path(""), io_, &names, nullptr).ok());
  EXPECT_EQ(names.size(), 2U);
}

TEST_F(EncryptedFiles, NamesDirectoriesAndLocksPassThrough) {
  ASSERT_TRUE(files_->CreateDirIfMissing(path("sub"), io_, nullptr).ok());
  EXPECT_FALSE(files_->CreateDir(path("sub"), io_, nullptr).ok());
  bool is_directory = false;
  EXPECT_TRUE(files_->IsDirectory(path("sub"), io_, &is_directory, nullptr).ok());
  EXPECT_TRUE(is_directory);
  std::unique_ptr<rocksdb::FSDirectory> directory;
  ASSERT_TRUE(files_->NewDirectory(path("sub"), io_, &directory, nullptr).ok());
  EXPECT_TRUE(directory->Fsync(io_, nullptr).ok());
  EXPECT_TRUE(directory->FsyncWithDirOptions(io_, nullptr, {}).ok());
  EXPECT_TRUE(directory->Close(io_, nullptr).ok());
  EXPECT_FALSE(files_->NewDirectory(path("missing"), io_, &directory, nullptr).ok());
  EXPECT_TRUE(files_->DeleteDir(path("sub"), io_, nullptr).ok());
  rocksdb::FileLock* lock = nullptr;
  ASSERT_TRUE(files_->LockFile(path("LOCK"), io_, &lock, nullptr).ok());
  EXPECT_TRUE(files_->UnlockFile(lock, io_, nullptr).ok());
  EXPECT_TRUE(files_->FileExists(path("LOCK"), io_, nullptr).ok());
  EXPECT_TRUE(files_->FileExists(path("missing"), io_, nullptr).IsNotFound());
  std::uint64_t number = 0;
  EXPECT_TRUE(files_->GetFileModificationTime(path("LOCK"), io_, &number, nullptr).ok());
  EXPECT_TRUE(files_->GetFreeSpace(path(""), io_, &number, nullptr).ok());
  std::string text;
  EXPECT_TRUE(files_->GetAbsolutePath("x", io_, &text, nullptr).ok());
  EXPECT_TRUE(files_->GetTestDirectory(io_, &text, nullptr).ok());
  EXPECT_TRUE(files_->RegisterDbPaths({path("")}).ok());
  EXPECT_TRUE(files_->UnregisterDbPaths({path("")}).ok());
  EXPECT_EQ(size("LOCK"), 0U);
}

TEST_F(EncryptedFiles, NoOptionTurnsOnWhatIsNotOffered) {
  rocksdb::FileOptions wishes;
  wishes.use_direct_reads = true;
  wishes.use_direct_writes = true;
  wishes.allow_fallocate = true;
  wishes.bytes_per_sync = 1 << 20;
  const rocksdb::DBOptions db_options;
  std::vector<rocksdb::FileOptions> made{
      files_->OptimizeForLogRead(wishes), files_->OptimizeForManifestRead(wishes),
      files_->OptimizeForLogWrite(wishes, db_options), files_->OptimizeForManifestWrite(wishes)};
  files_->SanitizeFileOptions(&wishes);
  made.push_back(wishes);
  for (const rocksdb::FileOptions& options : made) {
    EXPECT_FALSE(options.use_direct_reads || options.use_direct_writes);
    EXPECT_FALSE(options.use_mmap_reads || options.use_mmap_writes);
    EXPECT_FALSE(options.allow_fallocate);
    EXPECT_EQ(options.bytes_per_sync, 0U);
  }
}

TEST_F(EncryptedFiles, NothingIsEverAwaited) {
  std::vector<void*> handles;
  EXPECT_TRUE(files_->Poll(handles, 0).ok());
  EXPECT_TRUE(files_->AbortIO(handles).ok());
  EXPECT_EQ(files_->Inner(), nullptr) << "nobody may reach the plain one through it";
}

}  // namespace
}  // namespace vitalstream::storage
