#include "storage/encrypted_fs/page_opener.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/storage/encrypted_fs/paged_file.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kSealedPageBytes = kSmallPageBytes + kPageTagBytes;

ByteView sealed_part(const PagedFile& file, const PageExtent& extent) {
  return ByteView(file.sealed).subspan(extent.offset, extent.bytes);
}

TEST(PageOpener, ReadsEveryRange) {
  std::mt19937_64 random(11);
  for (const std::size_t page_bytes : {kSmallPageBytes, kLargePageBytes}) {
    for (const std::size_t size : {0UL, 1UL, page_bytes - 1, page_bytes, 3 * page_bytes + 5}) {
      const PagedFile file(size, page_bytes);
      const auto opener = file.opener();
      ASSERT_NE(opener, nullptr);
      EXPECT_EQ(opener->logical_bytes(), size);
      EXPECT_TRUE(opener->opens_final(sealed_part(file, opener->final_extent())));
      for (int round = 0; round < 60; ++round) {
        const LogicalRange range =
            opener->clamped({.offset = random() % (size + 2), .bytes = random() % (size + 2)});
        Bytes target(range.bytes);
        ASSERT_TRUE(opener->open(range, sealed_part(file, opener->extent_of(range)), target));
        EXPECT_TRUE(equal(target, ByteView(file.content).subspan(range.offset, range.bytes)));
      }
    }
  }
}

TEST(PageOpener, ClampsToTheFile) {
  const PagedFile file(100);
  const auto opener = file.opener();
  EXPECT_EQ(opener->clamped({.offset = 90, .bytes = 20}).bytes, 10U);
  EXPECT_EQ(opener->clamped({.offset = 100, .bytes = 1}).bytes, 0U);
  EXPECT_EQ(opener->clamped({.offset = ~std::uint64_t{0}, .bytes = 1}).bytes, 0U);
  EXPECT_EQ(opener->clamped({.offset = 1, .bytes = ~std::size_t{0}}).bytes, 99U);
  EXPECT_EQ(opener->extent_of({.offset = 100, .bytes = 0}).bytes, 0U);
}

// As RocksDB aligns its blocks.
TEST(PageOpener, WhatIsAlignedSharesNoPageWithItsNeighbours) {
  const PagedFile file(5 * kSmallPageBytes);
  const PageExtent extent =
      file.opener()->extent_of({.offset = 2 * kSmallPageBytes, .bytes = 2 * kSmallPageBytes});
  EXPECT_EQ(extent.first_page, 2U);
  EXPECT_EQ(extent.offset, kFileHeaderBytes + 2 * kSealedPageBytes);
  EXPECT_EQ(extent.bytes, 2 * kSealedPageBytes);
}

TEST(PageOpener, NamesTheDamagedPageAndReadsTheOthers) {
  PagedFile file(5 * kSmallPageBytes);
  file.sealed[kFileHeaderBytes + 2 * kSealedPageBytes + 77] ^= 0x10U;
  const auto opener = file.opener();
  const LogicalRange all{.offset = 0, .bytes = file.content.size()};
  Bytes target(all.bytes);
  const auto opened = opener->open(all, sealed_part(file, opener->extent_of(all)), target);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error(), 2U);
  const LogicalRange beyond{.offset = opener->layout().content_start(3), .bytes = 5'000};
  target.resize(beyond.bytes);
  EXPECT_TRUE(opener->open(beyond, sealed_part(file, opener->extent_of(beyond)), target));
}

TEST(PageOpener, RefusesExchangedPages) {
  PagedFile file(5 * kSmallPageBytes);
  const auto page = [&](std::ptrdiff_t index) {
    return file.sealed.begin() + static_cast<std::ptrdiff_t>(kFileHeaderBytes) +
           index * static_cast<std::ptrdiff_t>(kSealedPageBytes);
  };
  std::swap_ranges(page(1), page(2), page(3));
  const auto opener = file.opener();
  const LogicalRange first{.offset = opener->layout().content_start(1), .bytes = 10};
  Bytes target(first.bytes);
  EXPECT_FALSE(opener->open(first, sealed_part(file, opener->extent_of(first)), target));
}

TEST(PageOpener, EveryCutShows) {
  const PagedFile whole(3 * kSmallPageBytes);
  for (std::size_t size = kFileHeaderBytes; size < whole.sealed.size(); size += 13) {
    PagedFile cut = whole;
    cut.sealed.resize(size);
    const auto opener = cut.opener();
    if (opener != nullptr) {
      EXPECT_FALSE(opener->opens_final(sealed_part(cut, opener->final_extent()))) << size;
    }
  }
}

TEST(PageOpener, AFullPageIsNoFinalOneAndAFinalOneNoFullOne) {
  // The same content, once followed by more and once not.
  const PagedFile longer(PagedLayout(kSmallPageBytes).content_bytes() + 10);
  PagedFile cut = longer;
  cut.sealed.resize(kFileHeaderBytes + kSealedPageBytes);
  EXPECT_EQ(cut.opener(), nullptr);
  PagedFile grown = longer;
  grown.sealed.resize(grown.sealed.size() + 10);
  const auto opener = grown.opener();
  ASSERT_NE(opener, nullptr);
  EXPECT_FALSE(opener->opens_final(sealed_part(grown, opener->final_extent())));
}

TEST(PageOpener, MissingBytesAreADamagedPage) {
  const PagedFile file(3 * kSmallPageBytes);
  const auto opener = file.opener();
  const LogicalRange all{.offset = 0, .bytes = file.content.size()};
  Bytes target(all.bytes);
  const auto opened =
      opener->open(all, sealed_part(file, opener->extent_of(all)).first(kSealedPageBytes), target);
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error(), 1U);
}

}  // namespace
}  // namespace vitalstream::storage
