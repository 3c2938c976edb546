#include "crypto/provider/secret_reference.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/temp_directory.hpp"

namespace vitalstream::crypto::provider {
namespace {

class ReadSecret : public ::testing::Test {
 protected:
  [[nodiscard]] SecretReference written(const std::string& content) const {
    return *SecretReference::parse("file:" + folder_.write("secret", content).string());
  }

  vitalstream::testing::TempDirectory folder_;
};

TEST(SecretReference, NamesAFileOrAVariable) {
  const auto file = SecretReference::parse("file:/run/secrets/passphrase");
  ASSERT_TRUE(file);
  EXPECT_EQ(file->kind(), SecretReference::Kind::File);
  EXPECT_EQ(file->target(), "/run/secrets/passphrase");
  const auto variable = SecretReference::parse("env:PASSPHRASE");
  ASSERT_TRUE(variable);
  EXPECT_EQ(variable->kind(), SecretReference::Kind::Environment);
  EXPECT_EQ(variable->target(), "PASSPHRASE");
}

TEST(SecretReference, RefusesTheSecretItself) {
  for (const char* text : {"", "hunter2", "file:", "env:", "File:a", "vault:a"}) {
    EXPECT_FALSE(SecretReference::parse(text)) << text;
  }
}

TEST(SecretReference, IsWrittenAsItIsRead) {
  EXPECT_EQ(SecretReference::parse("file:a/b")->to_string(), "file:a/b");
  EXPECT_EQ(SecretReference::parse("env:X")->to_string(), "env:X");
  EXPECT_EQ(SecretReference{}.to_string(), "");
}

TEST(SecretReference, ARelativeFileIsTakenFromTheFolder) {
  EXPECT_EQ(SecretReference::parse("file:p.txt")->relative_to("/etc/vs").target(), "/etc/vs/p.txt");
  EXPECT_EQ(SecretReference::parse("file:/p.txt")->relative_to("/etc/vs").target(), "/p.txt");
  EXPECT_EQ(SecretReference::parse("env:P")->relative_to("/etc/vs").target(), "P");
}

std::string text_of(const SecretReference& reference) {
  const auto secret = read_secret(reference);
  return secret ? std::string{as_text(secret->view())} : "none";
}

TEST_F(ReadSecret, ReadsAFileWithoutItsLastLineEnd) {
  EXPECT_EQ(text_of(written("correct horse\n")), "correct horse");
  EXPECT_EQ(text_of(written("correct horse\r\n")), "correct horse");
  EXPECT_EQ(text_of(written("two\nlines\n\n")), "two\nlines\n");
  EXPECT_EQ(text_of(written("bare")), "bare");
}

TEST_F(ReadSecret, ReadsAFileWithoutTheMarkOfAnEditor) {
  EXPECT_EQ(text_of(written("\xef\xbb\xbf"
                            "correct horse\r\n")),
            "correct horse");
  EXPECT_EQ(text_of(written("\xef\xbb\xbf")), "none");
  EXPECT_EQ(text_of(written("c\xef\xbb\xbf")), "c\xef\xbb\xbf");
}

TEST_F(ReadSecret, ReadsAVariableWithoutItsLastLineEnd) {
  ASSERT_EQ(setenv("VS_SECRET_REFERENCE_TEST", "correct horse\r\n", 1), 0);
  EXPECT_EQ(text_of(*SecretReference::parse("env:VS_SECRET_REFERENCE_TEST")), "correct horse");
}

TEST_F(ReadSecret, ReadsAVariable) {
  ASSERT_EQ(setenv("VS_SECRET_REFERENCE_TEST", "from the environment", 1), 0);
  EXPECT_EQ(text_of(*SecretReference::parse("env:VS_SECRET_REFERENCE_TEST")),
            "from the environment");
}

TEST_F(ReadSecret, SaysWhyThereIsNone) {
  EXPECT_EQ(read_secret(SecretReference{}).error(), SecretError::NotConfigured);
  EXPECT_EQ(read_secret(*SecretReference::parse("file:/nowhere/at/all")).error(),
            SecretError::NotFound);
  EXPECT_EQ(read_secret(*SecretReference::parse("file:" + folder_.path().string())).error(),
            SecretError::NotARegularFile);
  EXPECT_EQ(read_secret(*SecretReference::parse("env:VS_NEVER_SET")).error(),
            SecretError::VariableNotSet);
  EXPECT_EQ(read_secret(written("\n")).error(), SecretError::Empty);
  EXPECT_EQ(read_secret(written(std::string(kSecretBytesMax + 1, 'x'))).error(),
            SecretError::TooLarge);
  EXPECT_EQ(read_secret(written(std::string(kSecretBytesMax, 'x')))->size(), kSecretBytesMax);
}

TEST_F(ReadSecret, RefusesAFileThatOthersMayRead) {
  const SecretReference reference = written("correct horse\n");
  std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
  for (const unsigned mode : {0644U, 0604U, 0620U, 0660U}) {
    std::filesystem::permissions(reference.target(), std::filesystem::perms(mode));
    EXPECT_EQ(read_secret(reference).error(), SecretError::TooOpen) << std::oct << mode;
  }
  std::filesystem::permissions(reference.target(), std::filesystem::perms(0400));
  EXPECT_EQ(text_of(reference), "correct horse");
}

TEST(SecretError, EachHasItsOwnWords) {
  EXPECT_NE(to_string(SecretError::Unreadable), to_string(SecretError::Empty));
  EXPECT_NE(to_string(SecretError::NotConfigured), to_string(SecretError::VariableNotSet));
  EXPECT_NE(to_string(SecretError::TooLarge), "");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
