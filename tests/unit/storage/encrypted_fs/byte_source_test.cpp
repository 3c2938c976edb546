#include "storage/encrypted_fs/byte_source.hpp"

#include <gtest/gtest.h>

#include "storage/encrypted_fs/limits.hpp"

namespace vitalstream::storage {
namespace {

Bytes counted(std::size_t size) {
  Bytes bytes(size);
  for (std::size_t index = 0; index < size; ++index) {
    bytes[index] = static_cast<std::uint8_t>(index * 7 + index / 251);
  }
  return bytes;
}

// Answers once, then never again.
class FailingSource final : public ByteSource {
 public:
  std::uint64_t size() const override { return 2 * kScanWindowBytes; }
  Result<std::size_t, SourceError> read(std::uint64_t /*offset*/,
                                        std::span<std::uint8_t> target) override {
    if (has_answered_) {
      return SourceError::Failed;
    }
    has_answered_ = true;
    return target.size();
  }

 private:
  bool has_answered_ = false;
};

TEST(ByteSource, MemoryAnswersWithWhatThereIs) {
  const Bytes bytes = counted(10);
  MemorySource source(bytes);
  Bytes target(6);
  EXPECT_EQ(*source.read(7, target), 3U);
  EXPECT_TRUE(equal(ByteView(target).first(3), ByteView(bytes).subspan(7)));
  EXPECT_EQ(*source.read(10, target), 0U);
  EXPECT_EQ(*source.read(11, target), 0U);
}

TEST(SourceWindow, ShowsEveryPartOfAFileLongerThanItself) {
  const Bytes bytes = counted(3 * kScanWindowBytes + 100);
  MemorySource source(bytes);
  SourceWindow window(source, source.size());
  for (std::uint64_t offset = 0; offset < bytes.size(); offset += 1'009) {
    const auto view = window.view(offset, 2'000);
    ASSERT_TRUE(view.has_value());
    const std::size_t expected = std::min<std::size_t>(2'000, bytes.size() - offset);
    ASSERT_EQ(view->size(), expected);
    EXPECT_TRUE(equal(*view, ByteView(bytes).subspan(offset, expected)));
  }
}

TEST(SourceWindow, ShowsAPieceLongerThanItself) {
  const Bytes bytes = counted(3 * kScanWindowBytes);
  MemorySource source(bytes);
  SourceWindow window(source, source.size());
  const auto view = window.view(5, 2 * kScanWindowBytes);
  ASSERT_TRUE(view.has_value());
  EXPECT_TRUE(equal(*view, ByteView(bytes).subspan(5, 2 * kScanWindowBytes)));
}

TEST(SourceWindow, ShowsNothingBeyondItsEnd) {
  const Bytes bytes = counted(100);
  MemorySource source(bytes);
  SourceWindow window(source, 60);
  EXPECT_EQ(window.end(), 60U);
  EXPECT_EQ(window.view(50, 100)->size(), 10U);
  EXPECT_EQ(window.view(60, 1)->size(), 0U);
  EXPECT_EQ(SourceWindow(source, 1'000).end(), 100U);
}

TEST(SourceWindow, PassesOnAFailureAndHoldsNothingOfIt) {
  FailingSource source;
  SourceWindow window(source, source.size());
  EXPECT_TRUE(window.view(0, 10).has_value());
  EXPECT_TRUE(window.view(0, 10).has_value());
  EXPECT_FALSE(window.view(kScanWindowBytes, 10).has_value());
  EXPECT_FALSE(window.view(0, 10).has_value());
}

}  // namespace
}  // namespace vitalstream::storage
