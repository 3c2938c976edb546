#include "storage/directory_lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

TEST(DirectoryLock, ASecondHolderIsRefusedAndToldWhoHoldsIt) {
  const TempDirectory directory;
  const auto lock = DirectoryLock::acquire(directory.path());
  ASSERT_TRUE(lock.has_value());
  const auto second = DirectoryLock::acquire(directory.path());
  ASSERT_FALSE(second.has_value());
  EXPECT_TRUE(second.error().is_held_by_other);
  EXPECT_EQ(second.error().holder, ::getpid());
  EXPECT_NE(second.error().detail.find(std::to_string(::getpid())), std::string::npos);
}

TEST(DirectoryLock, AnotherProcessIsRefused) {
  const TempDirectory directory;
  const auto lock = DirectoryLock::acquire(directory.path());
  const pid_t child = ::fork();
  if (child == 0) {
    const auto second = DirectoryLock::acquire(directory.path());
    ::_exit(!second && second.error().is_held_by_other ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(DirectoryLock, HoldsOnTheDirectoryWhateverBecomesOfTheFilesInIt) {
  const TempDirectory parent;
  const auto directory = parent.path() / "data";
  std::filesystem::create_directory(directory);
  const auto lock = DirectoryLock::acquire(directory);
  ASSERT_TRUE(lock.has_value());
  std::filesystem::remove(directory / "LOCK");
  const auto second = DirectoryLock::acquire(directory);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().holder, ::getpid()) << "the kernel knows without the file";
  std::filesystem::create_directory_symlink(directory, parent.path() / "link");
  EXPECT_FALSE(DirectoryLock::acquire(parent.path() / "link").has_value());
  std::filesystem::rename(directory, parent.path() / "elsewhere");
  EXPECT_FALSE(DirectoryLock::acquire(parent.path() / "elsewhere").has_value());
}

TEST(DirectoryLock, IsFreeAgainWhenItsHolderIsGone) {
  const TempDirectory directory;
  { const auto lock = DirectoryLock::acquire(directory.path()); }
  EXPECT_TRUE(DirectoryLock::acquire(directory.path()).has_value());
}

TEST(DirectoryLock, OfADirectoryThatDoesNotExistFailsWithTheReason) {
  const auto lock = DirectoryLock::acquire("/nowhere/at/all");
  ASSERT_FALSE(lock.has_value());
  EXPECT_FALSE(lock.error().is_held_by_other);
}

}  // namespace
}  // namespace vitalstream::storage
