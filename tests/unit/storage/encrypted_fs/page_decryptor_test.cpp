#include "storage/encrypted_fs/page_decryptor.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/storage/encrypted_fs/paged_file.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kEncryptedPageBytes = kSmallPageBytes + kPageTagBytes;

ByteView encrypted_part(const PagedFile& file, const PageExtent& extent) {
  return ByteView(file.encrypted).subspan(extent.offset, extent.bytes);
}

TEST(PageDecryptor, ReadsEveryRange) {
  std::mt19937_64 random(11);
  for (const std::size_t page_bytes : {kSmallPageBytes, kLargePageBytes}) {
    for (const std::size_t size : {0UL, 1UL, page_bytes - 1, page_bytes, 3 * page_bytes + 5}) {
      const PagedFile file(size, page_bytes);
      const auto decryptor = file.decryptor();
      ASSERT_NE(decryptor, nullptr);
      EXPECT_EQ(decryptor->logical_bytes(), size);
      EXPECT_TRUE(decryptor->decrypts_final(encrypted_part(file, decryptor->final_extent())));
      for (int round = 0; round < 60; ++round) {
        const LogicalRange range =
            decryptor->clamped({.offset = random() % (size + 2), .bytes = random() % (size + 2)});
        Bytes target(range.bytes);
        ASSERT_TRUE(
            decryptor->decrypt(range, encrypted_part(file, decryptor->extent_of(range)), target));
        EXPECT_TRUE(equal(target, ByteView(file.content).subspan(range.offset, range.bytes)));
      }
    }
  }
}

TEST(PageDecryptor, ClampsToTheFile) {
  const PagedFile file(100);
  const auto decryptor = file.decryptor();
  EXPECT_EQ(decryptor->clamped({.offset = 90, .bytes = 20}).bytes, 10U);
  EXPECT_EQ(decryptor->clamped({.offset = 100, .bytes = 1}).bytes, 0U);
  EXPECT_EQ(decryptor->clamped({.offset = ~std::uint64_t{0}, .bytes = 1}).bytes, 0U);
  EXPECT_EQ(decryptor->clamped({.offset = 1, .bytes = ~std::size_t{0}}).bytes, 99U);
  EXPECT_EQ(decryptor->extent_of({.offset = 100, .bytes = 0}).bytes, 0U);
}

// As RocksDB aligns its blocks.
TEST(PageDecryptor, WhatIsAlignedSharesNoPageWithItsNeighbours) {
  const PagedFile file(5 * kSmallPageBytes);
  const PageExtent extent =
      file.decryptor()->extent_of({.offset = 2 * kSmallPageBytes, .bytes = 2 * kSmallPageBytes});
  EXPECT_EQ(extent.first_page, 2U);
  EXPECT_EQ(extent.offset, kFileHeaderBytes + 2 * kEncryptedPageBytes);
  EXPECT_EQ(extent.bytes, 2 * kEncryptedPageBytes);
}

TEST(PageDecryptor, NamesTheDamagedPageAndReadsTheOthers) {
  PagedFile file(5 * kSmallPageBytes);
  file.encrypted[kFileHeaderBytes + 2 * kEncryptedPageBytes + 77] ^= 0x10U;
  const auto decryptor = file.decryptor();
  const LogicalRange all{.offset = 0, .bytes = file.content.size()};
  Bytes target(all.bytes);
  const auto opened =
      decryptor->decrypt(all, encrypted_part(file, decryptor->extent_of(all)), target);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error(), 2U);
  const LogicalRange beyond{.offset = decryptor->layout().content_start(3), .bytes = 5'000};
  target.resize(beyond.bytes);
  EXPECT_TRUE(
      decryptor->decrypt(beyond, encrypted_part(file, decryptor->extent_of(beyond)), target));
}

TEST(PageDecryptor, RefusesExchangedPages) {
  PagedFile file(5 * kSmallPageBytes);
  const auto page = [&](std::ptrdiff_t index) {
    return file.encrypted.begin() + static_cast<std::ptrdiff_t>(kFileHeaderBytes) +
           index * static_cast<std::ptrdiff_t>(kEncryptedPageBytes);
  };
  std::swap_ranges(page(1), page(2), page(3));
  const auto decryptor = file.decryptor();
  const LogicalRange first{.offset = decryptor->layout().content_start(1), .bytes = 10};
  Bytes target(first.bytes);
  EXPECT_FALSE(
      decryptor->decrypt(first, encrypted_part(file, decryptor->extent_of(first)), target));
}

TEST(PageDecryptor, EveryCutShows) {
  const PagedFile whole(3 * kSmallPageBytes);
  for (std::size_t size = kFileHeaderBytes; size < whole.encrypted.size(); size += 13) {
    PagedFile cut = whole;
    cut.encrypted.resize(size);
    const auto decryptor = cut.decryptor();
    if (decryptor != nullptr) {
      EXPECT_FALSE(decryptor->decrypts_final(encrypted_part(cut, decryptor->final_extent())))
          << size;
    }
  }
}

TEST(PageDecryptor, AFullPageIsNoFinalOneAndAFinalOneNoFullOne) {
  // The same content, once followed by more and once not.
  const PagedFile longer(PagedLayout(kSmallPageBytes).content_bytes() + 10);
  PagedFile cut = longer;
  cut.encrypted.resize(kFileHeaderBytes + kEncryptedPageBytes);
  EXPECT_EQ(cut.decryptor(), nullptr);
  PagedFile grown = longer;
  grown.encrypted.resize(grown.encrypted.size() + 10);
  const auto decryptor = grown.decryptor();
  ASSERT_NE(decryptor, nullptr);
  EXPECT_FALSE(decryptor->decrypts_final(encrypted_part(grown, decryptor->final_extent())));
}

TEST(PageDecryptor, MissingBytesAreADamagedPage) {
  const PagedFile file(3 * kSmallPageBytes);
  const auto decryptor = file.decryptor();
  const LogicalRange all{.offset = 0, .bytes = file.content.size()};
  Bytes target(all.bytes);
  const auto opened = decryptor->decrypt(
      all, encrypted_part(file, decryptor->extent_of(all)).first(kEncryptedPageBytes), target);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error(), 1U);
}

}  // namespace
}  // namespace vitalstream::storage
