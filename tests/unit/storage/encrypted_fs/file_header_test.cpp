#include "storage/encrypted_fs/file_header.hpp"

#include <gtest/gtest.h>

#include "base/byte_writer.hpp"
#include "base/hex.hpp"
#include "crypto/sha256.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "storage/files/crc32c.hpp"

namespace vitalstream::storage {
namespace {

crypto::SecretBytes key_of(std::uint8_t byte) {
  return crypto::SecretBytes::copy_of(Bytes(kDataKeyBytes, byte));
}

FileHeader table_header() {
  FileHeader header{.place = {FileKind::Table, 12},
                    .page_bytes = kSmallPageBytes,
                    .generation = KeyGeneration(3),
                    .salt = {},
                    .database = {}};
  header.salt.fill(5);
  header.database.fill(6);
  return header;
}

// With a checksum that is right again: what a forger would write.
void repair_checksum(Bytes& file) {
  ByteWriter checksum;
  checksum.u32(crc32c(ByteView(file).first(kFileHeaderBytes - 4)));
  std::ranges::copy(checksum.bytes(), file.end() - 4);
}

TEST(FileHeader, SaysWhatItWasMadeFrom) {
  const Bytes file = encode_file_header(table_header(), key_of(1));
  ASSERT_EQ(file.size(), kFileHeaderBytes);
  const auto header = decode_file_header(file);
  ASSERT_TRUE(header.has_value());
  EXPECT_EQ(header->place, table_header().place);
  EXPECT_EQ(header->page_bytes, table_header().page_bytes);
  EXPECT_EQ(header->generation, table_header().generation);
  EXPECT_EQ(header->salt, table_header().salt);
  EXPECT_EQ(header->database, table_header().database);
  EXPECT_TRUE(authenticate_file_header(file, *header, key_of(1)));
}

// Another value is another format: no file written before can be read.
TEST(FileHeader, IsTheSameForEver) {
  const Bytes file = encode_file_header(table_header(), key_of(1));
  EXPECT_EQ(to_hex(crypto::sha256(file)),
            "78ccc6335895e9f6b53b63948ce00e6215e223d8d9dad32bd806180553a1a638");
}

TEST(FileHeader, EveryFlippedBitIsDamage) {
  const Bytes whole = encode_file_header(table_header(), key_of(1));
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    Bytes file = whole;
    file[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto header = decode_file_header(file);
    ASSERT_FALSE(header.has_value()) << bit;
    EXPECT_EQ(header.error(), bit < 64 ? FaultKind::NotEncrypted : FaultKind::DamagedHeader);
  }
}

TEST(FileHeader, AForgedOneIsFoundOut) {
  const Bytes whole = encode_file_header(table_header(), key_of(1));
  // From the page size to the last byte that the HMAC covers, one byte of each field and filler.
  for (const std::size_t at : {14U, 22U, 26U, 30U, 62U, 110U, 4'000U, 4'060U}) {
    Bytes file = whole;
    file[at] ^= 1U;
    repair_checksum(file);
    const auto header = decode_file_header(file);
    if (header) {
      const auto authentic = authenticate_file_header(file, *header, key_of(1));
      ASSERT_FALSE(authentic.has_value()) << at;
      EXPECT_EQ(authentic.error(), FaultKind::DamagedHeader) << at;
    }
  }
}

TEST(FileHeader, TellsAWrongKeyFromDamage) {
  const Bytes file = encode_file_header(table_header(), key_of(1));
  const auto header = decode_file_header(file);
  ASSERT_TRUE(header.has_value());
  const auto authentic = authenticate_file_header(file, *header, key_of(2));
  ASSERT_FALSE(authentic.has_value());
  EXPECT_EQ(authentic.error(), FaultKind::WrongKey);
}

TEST(FileHeader, RefusesAnotherVersionAndWhatItDoesNotKnow) {
  const Bytes whole = encode_file_header(table_header(), key_of(1));
  const auto changed = [&](std::size_t at, std::uint8_t value) {
    Bytes file = whole;
    file[at] = value;
    repair_checksum(file);
    return decode_file_header(file);
  };
  EXPECT_EQ(changed(9, 1).error(), FaultKind::UnknownVersion);
  EXPECT_EQ(changed(9, 3).error(), FaultKind::UnknownVersion);
  EXPECT_EQ(changed(10, 0).error(), FaultKind::DamagedHeader);
  EXPECT_EQ(changed(10, 10).error(), FaultKind::DamagedHeader);
  // A framed file has no pages, and no table has pages of 8 KiB.
  EXPECT_EQ(changed(10, 3).error(), FaultKind::DamagedHeader);
  EXPECT_EQ(changed(13, 0x20).error(), FaultKind::DamagedHeader);
}

TEST(FileHeader, IsShorterThanNoFile) {
  const Bytes file = encode_file_header(table_header(), key_of(1));
  EXPECT_EQ(decode_file_header(ByteView(file).first(kFileHeaderBytes - 1)).error(),
            FaultKind::DamagedHeader);
  EXPECT_EQ(decode_file_header({}).error(), FaultKind::DamagedHeader);
  EXPECT_EQ(decode_file_header(Bytes(kFileHeaderBytes, 'x')).error(), FaultKind::NotEncrypted);
  EXPECT_EQ(decode_file_header(as_bytes("MANIFEST-000001\n")).error(), FaultKind::NotEncrypted);
}

TEST(FileHeader, KeysDifferByPurposeAndByWhatTheFileIs) {
  const FileHeader one = table_header();
  const auto key = [&](const FileHeader& header, FileKeyPurpose purpose) {
    return to_hex(derive_file_key(header, key_of(1), purpose).view());
  };
  const std::string content = key(one, FileKeyPurpose::Content);
  EXPECT_EQ(key(one, FileKeyPurpose::Content), content);
  EXPECT_NE(key(one, FileKeyPurpose::Header), content);
  FileHeader other = one;
  other.place.number = 13;
  EXPECT_NE(key(other, FileKeyPurpose::Content), content);
  other = one;
  other.place.kind = FileKind::Blob;
  EXPECT_NE(key(other, FileKeyPurpose::Content), content);
  other = one;
  other.salt[31] ^= 1U;
  EXPECT_NE(key(other, FileKeyPurpose::Content), content);
  other = one;
  other.database[0] ^= 1U;
  EXPECT_NE(key(other, FileKeyPurpose::Content), content);
}

TEST(FileHeader, IsUnfinishedOnlyWhereACrashLeftItSo) {
  const Bytes whole = encode_file_header(table_header(), key_of(1));
  for (std::size_t size = 0; size < kFileHeaderBytes; size += 37) {
    EXPECT_TRUE(is_unfinished_header(ByteView(whole).first(size), size)) << size;
    EXPECT_TRUE(is_unfinished_header(Bytes(size), size)) << size;
  }
  EXPECT_FALSE(is_unfinished_header(whole, whole.size()));
  for (std::size_t sector = 0; sector < kFileHeaderBytes; sector += kDiskSectorBytes) {
    Bytes torn = whole;
    std::fill_n(torn.begin() + static_cast<std::ptrdiff_t>(sector), kDiskSectorBytes,
                std::uint8_t{0});
    EXPECT_TRUE(is_unfinished_header(torn, torn.size())) << sector;
    // What follows a header was written after it was durable.
    EXPECT_FALSE(is_unfinished_header(torn, torn.size() + 1)) << sector;
  }
  Bytes flipped = whole;
  flipped[100] ^= 1U;
  EXPECT_FALSE(is_unfinished_header(flipped, flipped.size()));
  EXPECT_FALSE(is_unfinished_header(as_bytes("MANIFEST-000001\n"), 16));
}

}  // namespace
}  // namespace vitalstream::storage
