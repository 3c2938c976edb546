#include "crypto/provider/private_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/unit/crypto/provider/temporary_folder.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::size_t kBytesMax = 100;

void set_mode(const std::filesystem::path& path, unsigned mode) {
  std::filesystem::permissions(path, std::filesystem::perms(mode));
}

std::optional<PrivateFileError> refusal_of(const std::filesystem::path& path) {
  const auto bytes = read_private_file(path, kBytesMax);
  return bytes.has_error() ? std::optional(bytes.error()) : std::nullopt;
}

TEST(PrivateFile, ReadsBackWhatWasCreated) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(create_private_file(folder.file("key"), as_bytes("content")).has_value());
  const auto bytes = read_private_file(folder.file("key"), kBytesMax);
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(as_text(bytes->view()), "content");
  EXPECT_EQ(folder.entries(), 1U);
}

TEST(PrivateFile, IsReadableByItsOwnerAloneWhateverTheUmask) {
  const testing::TemporaryFolder folder;
  for (const mode_t mask : {0U, 022U, 0277U}) {
    const std::filesystem::path path = folder.file("key" + std::to_string(mask));
    const mode_t before = ::umask(mask);
    const bool made = create_private_file(path, as_bytes("content")).has_value();
    ::umask(before);
    ASSERT_TRUE(made);
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0600));
  }
}

TEST(PrivateFile, NeverOverwritesAnything) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder.file("key")) << "precious";
  std::filesystem::create_symlink(folder.file("nowhere"), folder.file("link"));
  for (const char* name : {"key", "link"}) {
    const auto made = create_private_file(folder.file(name), as_bytes("content"));
    ASSERT_TRUE(made.has_error());
    EXPECT_EQ(made.error(), PrivateFileError::AlreadyExists);
  }
  std::string text;
  std::ifstream(folder.file("key")) >> text;
  EXPECT_EQ(text, "precious");
  EXPECT_EQ(folder.entries(), 2U);
}

TEST(PrivateFile, CannotBeCreatedWithoutItsFolder) {
  const testing::TemporaryFolder folder;
  const auto made = create_private_file(folder.file("none") / "key", as_bytes("content"));
  ASSERT_TRUE(made.has_error());
  EXPECT_EQ(made.error(), PrivateFileError::CannotWrite);
}

TEST(PrivateFile, RefusesToReadWhatOthersMayAccess) {
  const testing::TemporaryFolder folder;
  const std::filesystem::path path = folder.file("key");
  ASSERT_TRUE(create_private_file(path, as_bytes("content")).has_value());
  for (const unsigned mode : {0640U, 0604U, 0620U, 0602U, 0610U, 0644U, 0777U}) {
    set_mode(path, mode);
    EXPECT_EQ(refusal_of(path), PrivateFileError::TooOpen) << std::oct << mode;
  }
  for (const unsigned mode : {0600U, 0400U}) {
    set_mode(path, mode);
    EXPECT_EQ(refusal_of(path), std::nullopt) << std::oct << mode;
  }
}

TEST(PrivateFile, RefusesMissingLongAndSpecialFiles) {
  const testing::TemporaryFolder folder;
  EXPECT_EQ(refusal_of(folder.file("none")), PrivateFileError::NotFound);
  EXPECT_EQ(refusal_of(folder.file(".")), PrivateFileError::NotARegularFile);
  ASSERT_TRUE(create_private_file(folder.file("long"), Bytes(kBytesMax + 1)).has_value());
  EXPECT_EQ(refusal_of(folder.file("long")), PrivateFileError::TooLong);
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  EXPECT_EQ(refusal_of(folder.file("pipe")), PrivateFileError::NotARegularFile);
}

TEST(PrivateFile, IsReadThroughALinkAsOrchestratorsMountIt) {
  const testing::TemporaryFolder folder;
  ASSERT_TRUE(create_private_file(folder.file("key"), as_bytes("content")).has_value());
  std::filesystem::create_symlink(folder.file("key"), folder.file("link"));
  EXPECT_EQ(refusal_of(folder.file("link")), std::nullopt);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
