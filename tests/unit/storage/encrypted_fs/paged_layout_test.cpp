#include "storage/encrypted_fs/paged_layout.hpp"

#include <gtest/gtest.h>

#include <set>

namespace vitalstream::storage {
namespace {

TEST(PagedLayout, LengthsAreArithmeticInBothDirections) {
  for (const std::size_t page_bytes : {kSmallPageBytes, kLargePageBytes}) {
    const PagedLayout layout(page_bytes);
    std::uint64_t before = 0;
    for (std::uint64_t logical = 0; logical < 3 * page_bytes; ++logical) {
      const std::uint64_t physical = layout.physical_bytes(logical);
      EXPECT_GT(physical, before);
      EXPECT_EQ(layout.logical_bytes(physical), logical);
      before = physical;
    }
  }
}

TEST(PagedLayout, AnEmptyFileHasAFinalPage) {
  EXPECT_EQ(PagedLayout(kSmallPageBytes).physical_bytes(0), kFileHeaderBytes + kPageTagBytes);
}

TEST(PagedLayout, NoFileEndsAtTheBorderOfAPage) {
  const PagedLayout layout(kSmallPageBytes);
  for (std::uint64_t rest = 0; rest < kPageTagBytes; ++rest) {
    EXPECT_FALSE(layout.logical_bytes(kFileHeaderBytes + 5 * layout.encrypted_bytes() + rest))
        << rest;
    EXPECT_FALSE(layout.logical_bytes(kFileHeaderBytes + rest));
  }
  EXPECT_FALSE(layout.logical_bytes(0));
  EXPECT_FALSE(layout.logical_bytes(kFileHeaderBytes - 1));
  // As much as fills a page is followed by an empty final one.
  EXPECT_EQ(layout.physical_bytes(layout.content_bytes()),
            kFileHeaderBytes + layout.encrypted_bytes() + kPageTagBytes);
}

TEST(PagedLayout, PagesFollowOneAnother) {
  const PagedLayout layout(kSmallPageBytes);
  EXPECT_EQ(layout.page_of(0), 0U);
  EXPECT_EQ(layout.page_of(layout.content_bytes() - 1), 0U);
  EXPECT_EQ(layout.page_of(layout.content_bytes()), 1U);
  EXPECT_EQ(layout.physical_start(3), kFileHeaderBytes + 3 * (kSmallPageBytes + kPageTagBytes));
  EXPECT_EQ(layout.content_start(3), 3 * layout.content_bytes());
}

TEST(PagedLayout, EveryPageHasItsOwnNonce) {
  std::set<crypto::AesGcmNonce> nonces;
  for (PageIndex index = 0; index < 70'000; ++index) {
    const PageIdentity identity{.kind = FileKind::Table, .index = index, .content_bytes = 1};
    EXPECT_TRUE(nonces.insert(nonce_of(identity)).second);
  }
}

TEST(PagedLayout, WhatIsBoundDiffersInEachRespect) {
  const PageIdentity identity{
      .kind = FileKind::Table, .index = 3, .content_bytes = 9, .is_final = false};
  std::set<std::array<std::uint8_t, kPageBoundBytes>> bounds{bound_of(identity)};
  PageIdentity other = identity;
  other.kind = FileKind::Blob;
  EXPECT_TRUE(bounds.insert(bound_of(other)).second);
  other = identity;
  other.index = 4;
  EXPECT_TRUE(bounds.insert(bound_of(other)).second);
  other = identity;
  other.content_bytes = 10;
  EXPECT_TRUE(bounds.insert(bound_of(other)).second);
  other = identity;
  other.is_final = true;
  EXPECT_TRUE(bounds.insert(bound_of(other)).second);
}

}  // namespace
}  // namespace vitalstream::storage
