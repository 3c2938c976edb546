#include "storage/encrypted_fs/page_sealer.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/storage/encrypted_fs/paged_file.hpp"

namespace vitalstream::storage {
namespace {

TEST(PageSealer, HowItWasAppendedLeavesNoTrace) {
  std::mt19937_64 random(7);
  for (const std::size_t page_bytes : {kSmallPageBytes, kLargePageBytes}) {
    const PagedFile whole(50'000, page_bytes);
    PageSealer sealer(whole.cipher);
    Bytes sealed = whole.cipher.encoded_header();
    ByteView rest = whole.content;
    while (!rest.empty()) {
      const std::size_t piece = std::min<std::size_t>(random() % 9'000, rest.size());
      sealer.append(rest.first(piece), sealed);
      rest = rest.subspan(piece);
    }
    sealer.finish(sealed);
    EXPECT_EQ(sealed, whole.sealed);
    EXPECT_EQ(sealer.logical_bytes(), whole.content.size());
  }
}

TEST(PageSealer, WritesFullPagesAtOnceAndKeepsTheRest) {
  const PagedFile file(0);
  PageSealer sealer(file.cipher);
  Bytes sealed;
  sealer.append(Bytes(PagedLayout(kSmallPageBytes).content_bytes() - 1), sealed);
  EXPECT_TRUE(sealed.empty());
  sealer.append(Bytes(1), sealed);
  EXPECT_EQ(sealed.size(), kSmallPageBytes + kPageTagBytes);
  EXPECT_FALSE(sealer.is_finished());
  sealer.finish(sealed);
  EXPECT_EQ(sealed.size(), kSmallPageBytes + 2 * kPageTagBytes);
  EXPECT_TRUE(sealer.is_finished());
}

TEST(PageSealerDeathTest, SealsNothingAfterTheFinalPage) {
  const PagedFile file(0);
  PageSealer sealer(file.cipher);
  Bytes sealed;
  sealer.finish(sealed);
  EXPECT_DEATH(sealer.append(Bytes(1), sealed), "is_finished_");
  EXPECT_DEATH(sealer.finish(sealed), "is_finished_");
}

}  // namespace
}  // namespace vitalstream::storage
