#include "crypto/provider/secret_reference.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace vitalstream::crypto::provider {
namespace {

SecretReference written(const std::string& content) {
  const std::string path = testing::TempDir() + "/secret_reference_test.txt";
  std::ofstream{path, std::ios::binary} << content;
  return *SecretReference::parse("file:" + path);
}

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

TEST(ReadSecret, ReadsAFileWithoutItsLastLineEnd) {
  EXPECT_EQ(text_of(written("correct horse\n")), "correct horse");
  EXPECT_EQ(text_of(written("correct horse\r\n")), "correct horse");
  EXPECT_EQ(text_of(written("two\nlines\n\n")), "two\nlines\n");
  EXPECT_EQ(text_of(written("bare")), "bare");
}

TEST(ReadSecret, ReadsAVariable) {
  ASSERT_EQ(setenv("VS_SECRET_REFERENCE_TEST", "from the environment", 1), 0);
  EXPECT_EQ(text_of(*SecretReference::parse("env:VS_SECRET_REFERENCE_TEST")),
            "from the environment");
}

TEST(ReadSecret, SaysWhyThereIsNone) {
  EXPECT_EQ(read_secret(SecretReference{}).error(), SecretError::NotConfigured);
  EXPECT_EQ(read_secret(*SecretReference::parse("file:/nowhere/at/all")).error(),
            SecretError::Unreadable);
  EXPECT_EQ(read_secret(*SecretReference::parse("env:VS_NEVER_SET")).error(),
            SecretError::VariableNotSet);
  EXPECT_EQ(read_secret(written("\n")).error(), SecretError::Empty);
  EXPECT_EQ(read_secret(written(std::string(kSecretBytesMax + 1, 'x'))).error(),
            SecretError::TooLarge);
  EXPECT_EQ(read_secret(written(std::string(kSecretBytesMax, 'x')))->size(), kSecretBytesMax);
}

TEST(SecretError, EachHasItsOwnWords) {
  EXPECT_NE(to_string(SecretError::Unreadable), to_string(SecretError::Empty));
  EXPECT_NE(to_string(SecretError::NotConfigured), to_string(SecretError::VariableNotSet));
  EXPECT_NE(to_string(SecretError::TooLarge), "");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
