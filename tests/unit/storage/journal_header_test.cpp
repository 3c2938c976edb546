#include "storage/journal_header.hpp"

#include <gtest/gtest.h>

#include "base/byte_writer.hpp"
#include "storage/files/crc32c.hpp"

namespace vitalstream::storage {
namespace {

const JournalHeader kHeader{
    .generation = 9, .origin = RecordOrigin::Restarted, .identity = {1, 2, 3, 4}};

TEST(JournalHeader, ReadsWhatWasEncoded) {
  Bytes file = encode_journal_header(kHeader);
  const std::size_t bytes = file.size();
  append(file, as_bytes("frames"));
  const auto decoded = decode_journal_header(file);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(decoded->header.generation, 9U);
  EXPECT_EQ(decoded->header.origin, RecordOrigin::Restarted);
  EXPECT_EQ(decoded->header.identity, kHeader.identity);
  EXPECT_EQ(decoded->bytes, bytes);
}

TEST(JournalHeader, TwoGenerationsHaveDifferentSeeds) {
  JournalHeader later = kHeader;
  later.generation = 10;
  EXPECT_NE(decode_journal_header(encode_journal_header(kHeader))->seed,
            decode_journal_header(encode_journal_header(later))->seed);
}

TEST(JournalHeader, EveryFlippedBitIsDamage) {
  Bytes file = encode_journal_header(kHeader);
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto decoded = decode_journal_header(file);
    ASSERT_FALSE(decoded.has_value()) << bit;
    EXPECT_EQ(decoded.error(), JournalError::Damaged) << bit;
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
}

TEST(JournalHeader, AnotherVersionIsToldFromDamage) {
  Bytes file = encode_journal_header(kHeader);
  constexpr std::size_t kVersionAt = 9;
  file[kVersionAt] = 2;
  file.resize(file.size() - sizeof(std::uint32_t));
  ByteWriter checksum;
  checksum.u32(crc32c(file));
  append(file, checksum.bytes());
  EXPECT_EQ(decode_journal_header(file).error(), JournalError::UnknownVersion);
}

TEST(JournalHeader, EveryCutIsDamage) {
  const Bytes file = encode_journal_header(kHeader);
  for (std::size_t end = 0; end < file.size(); ++end) {
    EXPECT_FALSE(decode_journal_header(ByteView(file).first(end)).has_value()) << end;
  }
}

}  // namespace
}  // namespace vitalstream::storage
