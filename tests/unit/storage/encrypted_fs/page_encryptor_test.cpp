#include "storage/encrypted_fs/page_encryptor.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/storage/encrypted_fs/paged_file.hpp"

namespace vitalstream::storage {
namespace {

TEST(PageEncryptor, HowItWasAppendedLeavesNoTrace) {
  std::mt19937_64 random(7);
  for (const std::size_t page_bytes : {kSmallPageBytes, kLargePageBytes}) {
    const PagedFile whole(50'000, page_bytes);
    PageEncryptor encryptor(whole.cipher);
    Bytes encrypted = whole.cipher.encoded_header();
    ByteView rest = whole.content;
    while (!rest.empty()) {
      const std::size_t piece = std::min<std::size_t>(random() % 9'000, rest.size());
      encryptor.append(rest.first(piece), encrypted);
      rest = rest.subspan(piece);
    }
    encryptor.finish(encrypted);
    EXPECT_EQ(encrypted, whole.encrypted);
    EXPECT_EQ(encryptor.logical_bytes(), whole.content.size());
  }
}

TEST(PageEncryptor, WritesFullPagesAtOnceAndKeepsTheRest) {
  const PagedFile file(0);
  PageEncryptor encryptor(file.cipher);
  Bytes encrypted;
  encryptor.append(Bytes(PagedLayout(kSmallPageBytes).content_bytes() - 1), encrypted);
  EXPECT_TRUE(encrypted.empty());
  encryptor.append(Bytes(1), encrypted);
  EXPECT_EQ(encrypted.size(), kSmallPageBytes + kPageTagBytes);
  EXPECT_FALSE(encryptor.is_finished());
  encryptor.finish(encrypted);
  EXPECT_EQ(encrypted.size(), kSmallPageBytes + 2 * kPageTagBytes);
  EXPECT_TRUE(encryptor.is_finished());
}

TEST(PageEncryptorDeathTest, EncryptsNothingAfterTheFinalPage) {
  const PagedFile file(0);
  PageEncryptor encryptor(file.cipher);
  Bytes encrypted;
  encryptor.finish(encrypted);
  EXPECT_DEATH(encryptor.append(Bytes(1), encrypted), "is_finished_");
  EXPECT_DEATH(encryptor.finish(encrypted), "is_finished_");
}

}  // namespace
}  // namespace vitalstream::storage
