#include "storage/backup/file_reader.hpp"

#include <gtest/gtest.h>

#include <array>

#include "tests/unit/storage/backup/a_checkpoint.hpp"

namespace vitalstream::storage {
namespace {

TEST(FileReader, ReadsPieceByPieceUpToTheEnd) {
  const TempDirectory directory;
  write_text(directory.path() / "file", "abcdefg");
  auto reader = FileReader::open(directory.path() / "file");
  ASSERT_TRUE(reader);
  std::array<std::uint8_t, 4> piece{};
  EXPECT_EQ(*reader->read(piece), 4U);
  EXPECT_EQ(as_text(piece), "abcd");
  EXPECT_EQ(*reader->read(piece), 3U);
  EXPECT_EQ(*reader->read(piece), 0U);
}

TEST(FileReader, AFolderIsNoFile) {
  const TempDirectory directory;
  auto reader = FileReader::open(directory.path());
  std::array<std::uint8_t, 4> piece{};
  EXPECT_TRUE(!reader || !reader->read(piece));
}

}  // namespace
}  // namespace vitalstream::storage
