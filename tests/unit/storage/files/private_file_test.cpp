#include "storage/files/private_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>

#include "tests/support/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

constexpr uid_t kRoot = 0;
constexpr uid_t kNode = 1000;
constexpr uid_t kStranger = 1001;
constexpr gid_t kOwnGroup = 2000;
constexpr gid_t kFsGroup = 2001;
constexpr gid_t kOtherGroup = 2002;
const ProcessIdentity kProcess{kNode, {kOwnGroup, kFsGroup}};

TEST(PrivateFile, IsPrivateWhereOnlyItsOwnerMayDoAnything) {
  for (const mode_t mode : {0600U, 0400U, 0700U}) {
    for (const gid_t group : {kOwnGroup, kOtherGroup}) {
      EXPECT_TRUE(is_private({kNode, group, mode}, kProcess)) << std::oct << mode;
      EXPECT_TRUE(is_private({kRoot, group, mode}, kProcess)) << std::oct << mode;
      EXPECT_FALSE(is_private({kStranger, group, mode}, kProcess)) << std::oct << mode;
    }
  }
}

TEST(PrivateFile, IsPrivateWhereRootGivesItToAGroupOfTheProcess) {
  for (const mode_t mode : {0440U, 0640U}) {
    EXPECT_TRUE(is_private({kRoot, kFsGroup, mode}, kProcess)) << std::oct << mode;
    EXPECT_TRUE(is_private({kRoot, kOwnGroup, mode}, kProcess)) << std::oct << mode;
    EXPECT_FALSE(is_private({kRoot, kOtherGroup, mode}, kProcess)) << std::oct << mode;
    EXPECT_FALSE(is_private({kNode, kFsGroup, mode}, kProcess)) << std::oct << mode;
    EXPECT_FALSE(is_private({kStranger, kFsGroup, mode}, kProcess)) << std::oct << mode;
  }
}

TEST(PrivateFile, IsNotPrivateWhereTheGroupMayMoreOrOthersAnything) {
  for (const mode_t mode : {0444U, 0644U, 0460U, 0450U, 0420U, 0660U, 0604U, 0602U, 0601U}) {
    for (const uid_t owner : {kRoot, kNode}) {
      EXPECT_FALSE(is_private({owner, kFsGroup, mode}, kProcess)) << std::oct << mode;
    }
  }
}

std::optional<PrivateFileRefusal> refusal_of(const std::filesystem::path& path) {
  const auto opened = open_private_file(path);
  return opened ? std::nullopt : std::optional(opened.error());
}

TEST(PrivateFile, JudgesTheFileBehindTheLinks) {
  const vitalstream::testing::TempDirectory folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  std::filesystem::create_directory(folder.path() / "..2026");
  std::ofstream(folder.path() / "..2026" / "key") << "secret";
  std::filesystem::create_symlink("..2026", folder.path() / "..data");
  std::filesystem::create_symlink("..data/key", folder.path() / "key");
  ASSERT_EQ(::chmod((folder.path() / "key").c_str(), 0644), 0);
  EXPECT_EQ(refusal_of(folder.path() / "key"), PrivateFileRefusal::TooOpen);
  ASSERT_EQ(::chmod((folder.path() / "key").c_str(), 0600), 0);
  const auto opened = open_private_file(folder.path() / "key");
  ASSERT_TRUE(opened.has_value());
  EXPECT_EQ(opened->bytes, 6U);
}

TEST(PrivateFile, OpensTheSecretOfAnOrchestrator) {
  if (::geteuid() != kRoot) {
    GTEST_SKIP() << "only root can give a file to root";
  }
  const vitalstream::testing::TempDirectory folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  const std::filesystem::path path = folder.path() / "key";
  std::ofstream(path) << "secret";
  ASSERT_EQ(::chmod(path.c_str(), 0440), 0);
  ASSERT_EQ(::chown(path.c_str(), kRoot, ::getegid()), 0);
  EXPECT_EQ(refusal_of(path), std::nullopt);
  ASSERT_EQ(::chown(path.c_str(), kRoot, 54'321), 0);
  EXPECT_EQ(refusal_of(path), PrivateFileRefusal::TooOpen);
}

TEST(PrivateFile, AClosedFolderLetsInOnlyItsOwnerAndIsNotAStrangers) {
  for (const mode_t mode : {0700U, 0500U, 0744U, 0766U}) {
    EXPECT_TRUE(lets_nobody_else_in({kNode, kOwnGroup, mode}, kProcess)) << std::oct << mode;
    EXPECT_TRUE(lets_nobody_else_in({kRoot, kOwnGroup, mode}, kProcess)) << std::oct << mode;
    EXPECT_FALSE(lets_nobody_else_in({kStranger, kOwnGroup, mode}, kProcess)) << std::oct << mode;
  }
  for (const mode_t mode : {0755U, 0710U, 0701U, 0750U, 01777U}) {
    EXPECT_FALSE(lets_nobody_else_in({kNode, kOwnGroup, mode}, kProcess)) << std::oct << mode;
  }
}

TEST(PrivateFile, IsKeptFromOthersByAClosedFolderItReallyLiesIn) {
  const vitalstream::testing::TempDirectory closed;
  const vitalstream::testing::TempDirectory open;
  ASSERT_EQ(::chmod(closed.path().c_str(), 0700), 0);
  ASSERT_EQ(::chmod(open.path().c_str(), 0755), 0);
  for (const auto* folder : {&closed, &open}) {
    std::filesystem::create_directory(folder->path() / "deep");
    std::ofstream(folder->path() / "deep" / "pin") << "1234";
    ASSERT_EQ(::chmod((folder->path() / "deep").c_str(), 0755), 0);
    ASSERT_EQ(::chmod((folder->path() / "deep" / "pin").c_str(), 0644), 0);
  }
  EXPECT_EQ(refusal_of(closed.path() / "deep" / "pin"), std::nullopt);
  EXPECT_EQ(refusal_of(open.path() / "deep" / "pin"), PrivateFileRefusal::TooOpen);
  // The folder of a link does not count.
  std::filesystem::create_symlink(open.path() / "deep" / "pin", closed.path() / "link");
  EXPECT_EQ(refusal_of(closed.path() / "link"), PrivateFileRefusal::TooOpen);
}

TEST(PrivateFile, RefusesWhatIsNoFileAndWaitsForNobody) {
  const vitalstream::testing::TempDirectory folder;
  EXPECT_EQ(refusal_of(folder.path() / "none"), PrivateFileRefusal::NotFound);
  EXPECT_EQ(refusal_of(folder.path()), PrivateFileRefusal::NotARegularFile);
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(refusal_of(folder.path() / "pipe"), PrivateFileRefusal::NotARegularFile);
}

}  // namespace
}  // namespace vitalstream::storage
