#include "storage/encrypted_fs/scrub.hpp"

#include "tests/unit/storage/encrypted_fs/rocks/file_system_fixture.hpp"

namespace vitalstream::storage {
namespace {

class Scrub : public FileSystemFixture {
 protected:
  Scrub() {
    write("000012.sst", std::string(50'000, 't'));
    write("000013.blob", std::string(50'000, 'b'));
    write("000014.log", std::string(5'000, 'l'));
    write("000005.dbtmp", "MANIFEST-000005\n");
    EXPECT_TRUE(files_->RenameFile(path("000005.dbtmp"), path("CURRENT"), io_, nullptr).ok());
  }
  ScrubReport report() {
    const auto done = scrub(keys_, directory_.path(), [&](std::uint64_t so_far, std::uint64_t all) {
      so_far_ = so_far;
      all_ = all;
    });
    EXPECT_TRUE(done);
    return *done;
  }

  std::uint64_t so_far_ = 0;
  std::uint64_t all_ = 0;
};

TEST_F(Scrub, FindsNothingInWhatNobodyChanged) {
  const ScrubReport found = report();
  EXPECT_EQ(found.files, 4U);
  EXPECT_GT(found.bytes, 105'000U);
  EXPECT_TRUE(found.faults.empty());
  EXPECT_TRUE(found.unreadable.empty());
  EXPECT_EQ(so_far_, all_);
  EXPECT_EQ(all_, found.bytes);
}

TEST_F(Scrub, FindsOneChangedByteInEachFileAndGoesOn) {
  for (const char* name : {"000012.sst", "000013.blob", "000014.log", "CURRENT"}) {
    change_byte(name, disk_size(name) - 20);
  }
  const ScrubReport found = report();
  ASSERT_EQ(found.faults.size(), 4U);
  EXPECT_EQ(found.faults[0].path, path("000012.sst"));
  EXPECT_EQ(found.faults[0].kind, FaultKind::DamagedPage);
  EXPECT_EQ(found.faults[2].kind, FaultKind::DamagedFrame);
}

TEST_F(Scrub, AFileThatIsNotOursIsFound) {
  std::ofstream(path("000099.sst")) << "in plain text";
  const ScrubReport found = report();
  ASSERT_EQ(found.faults.size(), 1U);
  EXPECT_EQ(found.faults[0].path, path("000099.sst"));
}

TEST_F(Scrub, OneFileIsReadPieceByPiece) {
  write("000020.sst", std::string(3'000'000, 't'));
  FileScrub sound(keys_, path("000020.sst"));
  std::size_t bytes = 0;
  int pieces = 0;
  for (std::size_t read = sound.step(); read > 0; read = sound.step()) {
    bytes += read;
    pieces += 1;
  }
  EXPECT_EQ(bytes, 3'000'000U);
  EXPECT_GT(pieces, 1);
  EXPECT_FALSE(sound.fault());
  EXPECT_EQ(sound.unreadable(), "");
  change_byte("000020.sst", 2'000'000);
  FileScrub damaged(keys_, path("000020.sst"));
  EXPECT_GT(damaged.step(), 0U);
  while (damaged.step() > 0) {
  }
  ASSERT_TRUE(damaged.fault());
  EXPECT_EQ(damaged.fault()->kind, FaultKind::DamagedPage);
  EXPECT_FALSE(damaged.is_gone());
}

TEST_F(Scrub, AFileThatWasGivenUpIsGoneAndNotDamaged) {
  FileScrub gone(keys_, path("000021.sst"));
  EXPECT_EQ(gone.step(), 0U);
  EXPECT_TRUE(gone.is_gone());
  EXPECT_FALSE(gone.fault());
}

TEST_F(Scrub, AFolderThatIsNotThereIsSaid) {
  EXPECT_FALSE(scrub(keys_, directory_.path() / "no", [](std::uint64_t, std::uint64_t) {}));
}

}  // namespace
}  // namespace vitalstream::storage
