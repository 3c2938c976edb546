#include "storage/encrypted_fs/encrypted_file_ops.hpp"

#include <gtest/gtest.h>

#include "storage/encrypted_fs/frame.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "tests/storage/record_disk.hpp"

namespace vitalstream::storage {
namespace {

const FileOps::Path kDirectory = "/data";
const FileOps::Path kPath = kDirectory / "record";

class EncryptedFileOpsTest : public ::testing::Test {
 protected:
  EncryptedFileOpsTest() { EXPECT_TRUE(files().make_directory(kDirectory)); }

  FileOps& files() { return disk_.files(); }
  Bytes& on_disk() { return *disk_.disk().contents(kPath); }
  void append(AppendFile& file, std::string_view text) {
    ASSERT_TRUE(file.append(as_bytes(text)));
    ASSERT_TRUE(file.sync());
  }
  std::string contents() {
    const auto found = files().read(kPath, kAnyLength);
    EXPECT_TRUE(found.has_value());
    return found ? std::string(as_text(*found)) : "";
  }

  RecordDisk disk_{RecordForm::Encrypted, 1};
};

TEST_F(EncryptedFileOpsTest, AFileIsReadAsItWasAppended) {
  auto file = files().create(kPath);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(contents(), "");
  append(**file, "first ");
  append(**file, "second");
  EXPECT_EQ(contents(), "first second");
  EXPECT_GT(on_disk().size(), kFileHeaderBytes);
}

TEST_F(EncryptedFileOpsTest, AReopenedFileGoesOnWithOtherNonces) {
  append(**files().create(kPath), "first ");
  const std::size_t end = on_disk().size();
  append(**files().open_append(kPath), "second");
  EXPECT_EQ(contents(), "first second");
  const auto one = decode_frame_header(ByteView(on_disk()).subspan(kFileHeaderBytes));
  const auto other = decode_frame_header(ByteView(on_disk()).subspan(end));
  ASSERT_TRUE(one && other);
  EXPECT_EQ(other->number, one->number + 1);
  EXPECT_NE(other->opening, one->opening);
}

TEST_F(EncryptedFileOpsTest, ATornTailIsNotShownAndIsCutBeforeTheNextAppend) {
  append(**files().create(kPath), "first ");
  const std::size_t whole = on_disk().size();
  vitalstream::append(on_disk(), Bytes(100));
  EXPECT_EQ(contents(), "first ");
  auto file = files().open_append(kPath);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(on_disk().size(), whole);
  append(**file, "second");
  EXPECT_EQ(contents(), "first second");
}

TEST_F(EncryptedFileOpsTest, IsCutWhereAnAppendEndedAndNowhereElse) {
  auto file = files().create(kPath);
  append(**file, "first ");
  append(**file, "second");
  EXPECT_FALSE(files().truncate(kPath, 3));
  EXPECT_FALSE(files().truncate(kPath, 13));
  EXPECT_TRUE(files().truncate(kPath, 12));
  EXPECT_EQ(contents(), "first second");
  EXPECT_TRUE(files().truncate(kPath, 6));
  EXPECT_EQ(contents(), "first ");
  append(**files().open_append(kPath), "again");
  EXPECT_EQ(contents(), "first again");
}

TEST_F(EncryptedFileOpsTest, ReadsNoMoreThanItIsAllowed) {
  append(**files().create(kPath), "first ");
  EXPECT_TRUE(files().read(kPath, 6).has_value());
  EXPECT_EQ(files().read(kPath, 5).error(), FileError::TooLong);
  on_disk().resize(1 << 20);
  EXPECT_EQ(files().read(kPath, 5).error(), FileError::TooLong);
  EXPECT_EQ(files().read(kDirectory / "missing", 5).error(), FileError::NotFound);
}

TEST_F(EncryptedFileOpsTest, DamageIsToldFromAMissingKey) {
  append(**files().create(kPath), "first ");
  const Bytes whole = on_disk();
  on_disk().back() ^= 1U;
  EXPECT_EQ(files().read(kPath, kAnyLength).error(), FileError::Damaged);
  EXPECT_EQ(files().open_append(kPath).error(), FileError::Damaged);
  EXPECT_EQ(files().truncate(kPath, 0).error(), FileError::Damaged);
  EXPECT_EQ(disk_.faults().faults().front().kind, FaultKind::DamagedFrame);
  on_disk() = whole;
  disk_.keys().set(KeyGeneration(1), 99);
  EXPECT_EQ(files().read(kPath, kAnyLength).error(), FileError::Denied);
}

TEST_F(EncryptedFileOpsTest, AFileThatWasNeverBegunIsEmptyAndTakesNothing) {
  append(**files().create(kPath), "first ");
  on_disk().resize(100);
  EXPECT_EQ(contents(), "");
  EXPECT_TRUE(files().truncate(kPath, 0));
  EXPECT_FALSE(files().truncate(kPath, 1));
  EXPECT_EQ(files().open_append(kPath).error(), FileError::Damaged);
}

TEST_F(EncryptedFileOpsTest, TheHeaderIsDurableBeforeTheFirstFrame) {
  const auto file = files().create(kPath);
  ASSERT_TRUE(file.has_value());
  ASSERT_TRUE(files().sync_directory(kDirectory));
  disk_.disk().restart(Loss::Everything);
  EXPECT_EQ(on_disk().size(), kFileHeaderBytes);
}

TEST_F(EncryptedFileOpsTest, EveryFailureBeneathIsPassedOn) {
  for (std::uint64_t operation = 0; operation < 3; ++operation) {
    disk_.disk().fail_at(disk_.disk().operations() + operation, FileError::Full);
    EXPECT_EQ(files().create(kPath).error(), FileError::Full) << operation;
  }
  append(**files().create(kPath), "first ");
  vitalstream::append(on_disk(), Bytes(100));
  disk_.disk().fail_at(disk_.disk().operations(), FileError::Io);
  EXPECT_EQ(files().open_append(kPath).error(), FileError::Io);
}

TEST_F(EncryptedFileOpsTest, NamesPassThrough) {
  append(**files().create(kPath), "first ");
  const FileOps::Path other = kDirectory / "other";
  ASSERT_TRUE(files().rename(kPath, other));
  EXPECT_EQ(*files().list(kDirectory), std::vector<std::string>{"other"});
  EXPECT_EQ(as_text(*files().read(other, kAnyLength)), "first ");
  EXPECT_TRUE(files().unlink(other));
}

}  // namespace
}  // namespace vitalstream::storage
