#include "crypto/provider/private_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/support/temp_directory.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::size_t kBytesMax = 100;

std::ptrdiff_t entries_in(const std::filesystem::path& folder) {
  return std::distance(std::filesystem::directory_iterator(folder),
                       std::filesystem::directory_iterator());
}

void set_mode(const std::filesystem::path& path, unsigned mode) {
  std::filesystem::permissions(path, std::filesystem::perms(mode));
}

std::optional<PrivateFileError> refusal_of(const std::filesystem::path& path) {
  const auto bytes = read_private_file(path, kBytesMax);
  return bytes.has_error() ? std::optional(bytes.error()) : std::nullopt;
}

TEST(PrivateFile, ReadsBackWhatWasCreated) {
  const vitalstream::testing::TempDirectory folder;
  ASSERT_TRUE(create_private_file(folder.path() / "key", as_bytes("content")).has_value());
  const auto bytes = read_private_file(folder.path() / "key", kBytesMax);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(as_text(bytes->view()), "content");
  EXPECT_EQ(entries_in(folder.path()), 1);
}

TEST(PrivateFile, IsReadableByItsOwnerAloneWhateverTheUmask) {
  const vitalstream::testing::TempDirectory folder;
  for (const mode_t mask : {0U, 022U, 0277U}) {
    const std::filesystem::path path = folder.path() / ("key" + std::to_string(mask));
    const mode_t before = ::umask(mask);
    const bool made = create_private_file(path, as_bytes("content")).has_value();
    ::umask(before);
    ASSERT_TRUE(made);
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  }
}

TEST(PrivateFile, NeverOverwritesAnything) {
  const vitalstream::testing::TempDirectory folder;
  std::ofstream(folder.path() / "key") << "precious";
  std::filesystem::create_symlink(folder.path() / "nowhere", folder.path() / "link");
  for (const char* name : {"key", "link"}) {
    const auto made = create_private_file(folder.path() / name, as_bytes("content"));
    ASSERT_TRUE(made.has_error());
    EXPECT_EQ(made.error(), PrivateFileError::AlreadyExists);
  }
  std::string text;
  std::ifstream(folder.path() / "key") >> text;
  EXPECT_EQ(text, "precious");
  EXPECT_EQ(entries_in(folder.path()), 2);
}

TEST(PrivateFile, CannotBeCreatedWithoutItsFolder) {
  const vitalstream::testing::TempDirectory folder;
  const auto made = create_private_file(folder.path() / "none" / "key", as_bytes("content"));
  ASSERT_TRUE(made.has_error());
  EXPECT_EQ(made.error(), PrivateFileError::CannotWrite);
}

TEST(PrivateFile, RefusesToReadWhatOthersMayAccess) {
  const vitalstream::testing::TempDirectory folder;
  const std::filesystem::path path = folder.path() / "key";
  ASSERT_TRUE(create_private_file(path, as_bytes("content")).has_value());
  set_mode(folder.path(), 0755);
  // What root may do with its own group is storage/files/private_file.hpp's.
  for (const unsigned mode : {0660U, 0604U, 0620U, 0602U, 0610U, 0644U, 0777U}) {
    set_mode(path, mode);
    EXPECT_EQ(refusal_of(path), PrivateFileError::TooOpen) << std::oct << mode;
  }
  for (const unsigned mode : {0600U, 0400U}) {
    set_mode(path, mode);
    EXPECT_EQ(refusal_of(path), std::nullopt) << std::oct << mode;
  }
}

TEST(PrivateFile, RefusesMissingLongAndSpecialFiles) {
  const vitalstream::testing::TempDirectory folder;
  EXPECT_EQ(refusal_of(folder.path() / "none"), PrivateFileError::NotFound);
  EXPECT_EQ(refusal_of(folder.path() / "."), PrivateFileError::NotARegularFile);
  ASSERT_TRUE(create_private_file(folder.path() / "long", Bytes(kBytesMax + 1)).has_value());
  EXPECT_EQ(refusal_of(folder.path() / "long"), PrivateFileError::TooLong);
  ASSERT_EQ(::mkfifo((folder.path() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(refusal_of(folder.path() / "pipe"), PrivateFileError::NotARegularFile);
}

TEST(PrivateFile, IsReadThroughALinkAsOrchestratorsMountIt) {
  const vitalstream::testing::TempDirectory folder;
  ASSERT_TRUE(create_private_file(folder.path() / "key", as_bytes("content")).has_value());
  std::filesystem::create_symlink(folder.path() / "key", folder.path() / "link");
  EXPECT_EQ(refusal_of(folder.path() / "link"), std::nullopt);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
