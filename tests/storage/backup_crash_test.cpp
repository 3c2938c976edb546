// Every crash point of a second backup into a folder: before and after each file operation, with
// every loss mode. Afterwards the newest backup is the first or the second, and it is whole.

#include <gtest/gtest.h>

#include <iostream>

#include "base/hex.hpp"
#include "crypto/sha256.hpp"
#include "storage/backup/backup_folder.hpp"
#include "tests/storage/crash_disk.hpp"
#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

const std::filesystem::path kFolder = "/backups-of-demo";

// What chance decides differs from seed to seed; these two lose all or nothing.
std::uint64_t seeds_of(Loss loss) {
  return loss == Loss::Nothing || loss == Loss::Everything ? 1 : 12;
}

class BackupCrash : public ::testing::TestWithParam<Loss> {
 protected:
  BackupCrash() { write_text(second_.path() / "db/000008.sst", std::string(20'000, 't')); }

  static bool take(CrashDisk& disk, const BackupTask& task) {
    BackupFolder folder(disk, kFolder);
    return take_backup(task, folder, ignore_progress).has_value();
  }
  // The height of the newest backup, all of whose files are there as they were.
  static std::uint64_t newest_whole(CrashDisk& disk) {
    BackupFolder folder(disk, kFolder);
    const auto manifest = folder.manifest();
    EXPECT_TRUE(manifest) << manifest.error().detail;
    if (!manifest) {
      return 0;
    }
    for (const BackupFile& file : manifest->files) {
      const Bytes* contents = disk.contents(kFolder / "files" / to_hex(file.sha256));
      EXPECT_TRUE(contents != nullptr && crypto::sha256(*contents) == file.sha256) << file.name;
    }
    return manifest->tip.height.value();
  }
  // How many operations the second backup takes.
  std::uint64_t length() {
    CrashDisk disk(1);
    EXPECT_TRUE(take(disk, first_.task(5)));
    const std::uint64_t before = disk.operations();
    EXPECT_TRUE(take(disk, second_.task(6)));
    return disk.operations() - before;
  }

  ACheckpoint first_{9'000};
  ACheckpoint second_{9'000};
};

TEST_P(BackupCrash, LeavesTheFirstOrTheSecond) {
  const std::uint64_t operations = length();
  std::cout << operations << " operations\n";
  for (std::uint64_t at = 0; at < operations; ++at) {
    for (const bool is_after : {false, true}) {
      for (std::uint64_t seed = 1; seed <= seeds_of(GetParam()); ++seed) {
        CrashDisk disk(seed);
        ASSERT_TRUE(take(disk, first_.task(5)));
        disk.crash_at({disk.operations() + at, is_after});
        const bool taken = take(disk, second_.task(6));
        disk.restart(GetParam());
        const std::uint64_t height = newest_whole(disk);
        EXPECT_TRUE(height == 6 || (height == 5 && !taken))
            << "operation " << at << (is_after ? " after" : " before") << ", seed " << seed;
        EXPECT_TRUE(take(disk, second_.task(7)));
        EXPECT_EQ(newest_whole(disk), 7U);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Losses, BackupCrash, ::testing::ValuesIn(kLosses));

}  // namespace
}  // namespace vitalstream::storage
