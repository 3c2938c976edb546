#include "storage/data_directory.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "storage/files/posix_file_ops.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

Identity identity() {
  return {.chain = ChainId("one"), .genesis = GenesisHash(Hash32{1}), .node = NodeId("3")};
}

class DataDirectoryTest : public ::testing::Test {
 protected:
  Result<DataDirectory, DirectoryFailure> open(const Identity& as) {
    return DataDirectory::open(files_, path_, as, MissingDirectory::Create);
  }
  void make() {
    auto directory = open(identity());
    ASSERT_TRUE(directory.has_value());
    ASSERT_TRUE(directory->finish_creation(files_));
  }
  DirectoryFailure refused(const Identity& as) {
    const auto directory = open(as);
    EXPECT_FALSE(directory.has_value());
    return directory ? DirectoryFailure{} : directory.error();
  }
  void write(const char* name, std::string_view text) { std::ofstream(path_ / name) << text; }

  TempDirectory parent_;
  std::filesystem::path path_ = parent_.path() / "node";
  PosixFileOps files_;
};

TEST_F(DataDirectoryTest, IsNewUntilItsCreationIsFinished) {
  {
    auto directory = open(identity());
    ASSERT_TRUE(directory.has_value());
    EXPECT_TRUE(directory->is_new());
  }
  {
    auto again = open(identity());
    ASSERT_TRUE(again.has_value());
    EXPECT_TRUE(again->is_new());
    ASSERT_TRUE(again->finish_creation(files_));
    EXPECT_FALSE(again->is_new());
  }
  EXPECT_FALSE(open(identity())->is_new());
}

TEST_F(DataDirectoryTest, BelongsToItsOwnerAlone) {
  make();
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0700U);
}

TEST_F(DataDirectoryTest, AWiderModeIsNarrowed) {
  make();
  std::filesystem::permissions(path_, std::filesystem::perms::all);
  ASSERT_TRUE(open(identity()).has_value());
  struct stat status {};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0700U);
}

TEST_F(DataDirectoryTest, IsRefusedWhileAnotherUsesIt) {
  const auto first = open(identity());
  const DirectoryFailure second = refused(identity());
  EXPECT_EQ(second.error, DirectoryError::Locked);
  EXPECT_FALSE(second.detail.empty());
}

TEST_F(DataDirectoryTest, EachValueThatDiffersIsNamed) {
  make();
  Identity other = identity();
  other.chain = ChainId("two");
  EXPECT_EQ(refused(other).error, DirectoryError::WrongChain);
  EXPECT_NE(refused(other).detail.find("'one'"), std::string::npos);
  EXPECT_NE(refused(other).detail.find("'two'"), std::string::npos);
  other = identity();
  other.genesis = GenesisHash(Hash32{2});
  EXPECT_EQ(refused(other).error, DirectoryError::WrongGenesis);
  other = identity();
  other.node = NodeId("4");
  EXPECT_EQ(refused(other).error, DirectoryError::WrongNode);
}

TEST_F(DataDirectoryTest, AnotherFormatIsRefusedInBothDirections) {
  make();
  Identity older = identity();
  older.format_version = kFormatVersion - 1;
  EXPECT_EQ(refused(older).error, DirectoryError::NewerFormat);
  Identity newer = identity();
  newer.format_version = kFormatVersion + 1;
  EXPECT_EQ(refused(newer).error, DirectoryError::OlderFormat);
}

TEST_F(DataDirectoryTest, FilesWithoutAnIdentityAreNotOurs) {
  std::filesystem::create_directory(path_);
  write("something", "else");
  EXPECT_EQ(refused(identity()).error, DirectoryError::NotOurs);
}

TEST_F(DataDirectoryTest, ALostIdentityIsNotMadeAnew) {
  make();
  std::filesystem::create_directory(path_ / "safety");
  std::filesystem::remove(path_ / "identity.json");
  EXPECT_EQ(refused(identity()).error, DirectoryError::NotOurs);
}

TEST_F(DataDirectoryTest, AnUnreadableIdentityIsDamage) {
  make();
  write("identity.json", "{");
  EXPECT_EQ(refused(identity()).error, DirectoryError::Damaged);
}

TEST_F(DataDirectoryTest, IsNotMadeWhereItShouldExist) {
  const auto missing = DataDirectory::open(files_, path_, identity(), MissingDirectory::Refuse);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().error, DirectoryError::Missing);
  std::filesystem::create_directory(path_);
  const auto empty = DataDirectory::open(files_, path_, identity(), MissingDirectory::Refuse);
  ASSERT_FALSE(empty.has_value());
  EXPECT_EQ(empty.error().error, DirectoryError::Missing);
}

}  // namespace
}  // namespace vitalstream::storage
