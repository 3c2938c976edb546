#include "storage/backup/read_backup.hpp"

#include <gtest/gtest.h>

#include "storage/backup/archive_reader.hpp"
#include "storage/backup/archive_writer.hpp"
#include "storage/backup/backup_folder.hpp"
#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

class ReadBackup : public ::testing::Test {
 protected:
  // What the source holds, unpacked, is what was backed up.
  void expect_unpacked(BackupSource& source) {
    const auto manifest = source.manifest();
    ASSERT_TRUE(manifest) << manifest.error().detail;
    std::uint64_t last = 0;
    const std::filesystem::path target = directory_.path() / "restored";
    std::filesystem::create_directory(target);
    const auto unpacked = unpack_backup(source, *manifest, files_, target,
                                        [&](std::uint64_t done, std::uint64_t) { last = done; });
    ASSERT_TRUE(unpacked) << unpacked.error().detail;
    EXPECT_GT(last, 3'000'000U);
    for (const BackupFile& file : manifest->files) {
      EXPECT_EQ(read_text(target / file.name), read_text(checkpoint_.path() / file.name));
    }
  }

  TempDirectory directory_;
  PosixFileOps files_;
  ACheckpoint checkpoint_;
};

TEST_F(ReadBackup, AFolderGivesBackWhatWasBackedUp) {
  // Two files with the same contents are kept once and come back twice.
  write_text(checkpoint_.path() / "db/OPTIONS-000009", "MANIFEST-000001\n");
  BackupFolder folder(files_, directory_.path() / "folder");
  ASSERT_TRUE(take_backup(checkpoint_.task(), folder, ignore_progress));
  expect_unpacked(folder);
}

TEST_F(ReadBackup, AnArchiveGivesBackWhatWasBackedUp) {
  write_text(checkpoint_.path() / "db/OPTIONS-000009", "MANIFEST-000001\n");
  ArchiveWriter writer(files_, directory_.path() / "demo.tar.gz");
  ASSERT_TRUE(take_backup(checkpoint_.task(), writer, ignore_progress));
  ArchiveReader reader(directory_.path() / "demo.tar.gz");
  expect_unpacked(reader);
}

}  // namespace
}  // namespace vitalstream::storage
