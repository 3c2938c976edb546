#include "storage/encrypted_fs/file_header.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "crypto/hkdf.hpp"
#include "storage/encrypted_fs/limits.hpp"
#include "storage/files/crc32c.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::array<std::uint8_t, 8> kMagic{'V', 'S', 'e', 'n', 'c', 'r', 'y', 'p'};
constexpr std::uint16_t kVersion = 2;
constexpr std::uint8_t kFiller = 0xA5;
constexpr std::size_t kCrcBytes = sizeof(std::uint32_t);
constexpr std::size_t kMacAt = kFileHeaderBytes - kCrcBytes - kDigestBytes;

template <std::size_t Size>
std::array<std::uint8_t, Size> array_from(ByteReader& reader) {
  std::array<std::uint8_t, Size> bytes{};
  std::ranges::copy(reader.raw(Size), bytes.begin());
  return bytes;
}

KeyFingerprint fingerprint_of(const crypto::SecretBytes& data_key) {
  const crypto::SecretBytes derived = crypto::hkdf_sha256(
      {.key = data_key.view(), .salt = {}, .info = as_bytes("VitalStream data key fingerprint")},
      kKeyFingerprintBytes);
  KeyFingerprint fingerprint{};
  std::ranges::copy(derived.view(), fingerprint.begin());
  return fingerprint;
}

void write_fields(ByteWriter& writer, const FileHeader& header) {
  writer.raw(kMagic);
  writer.u16(kVersion);
  writer.u8(static_cast<std::uint8_t>(header.place.kind));
  writer.u32(header.page_bytes);
  writer.u64(header.place.number);
  writer.u32(header.generation.value());
  writer.raw(header.salt);
  writer.raw(header.database);
}

Hash32 mac_of(ByteView file, const FileHeader& header, const crypto::SecretBytes& data_key) {
  const crypto::SecretBytes key = derive_file_key(header, data_key, FileKeyPurpose::Header);
  return crypto::hmac_sha256(key.view(), file.first(kMacAt));
}

bool is_kind(std::uint8_t value) {
  return value >= static_cast<std::uint8_t>(FileKind::Table) &&
         value <= static_cast<std::uint8_t>(FileKind::Other);
}

bool is_page_size(const FileHeader& header) {
  return layout_of(header.place.kind) == FileLayout::Framed
             ? header.page_bytes == 0
             : header.page_bytes == kSmallPageBytes || header.page_bytes == kLargePageBytes;
}

bool is_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

}  // namespace

crypto::SecretBytes derive_file_key(const FileHeader& header, const crypto::SecretBytes& data_key,
                                    FileKeyPurpose purpose) {
  ByteWriter info;
  info.raw(as_bytes(purpose == FileKeyPurpose::Header ? "VitalStream file header"
                                                      : "VitalStream file content"));
  info.u16(kVersion);
  info.u8(static_cast<std::uint8_t>(header.place.kind));
  info.u64(header.place.number);
  info.raw(header.database);
  return crypto::hkdf_sha256({.key = data_key.view(), .salt = header.salt, .info = info.bytes()},
                             crypto::kAesKeyBytes);
}

Bytes encode_file_header(const FileHeader& header, const crypto::SecretBytes& data_key) {
  VS_ASSERT(is_page_size(header));
  ByteWriter writer(kFileHeaderBytes);
  write_fields(writer, header);
  writer.raw(fingerprint_of(data_key));
  writer.raw(Bytes(kMacAt - writer.bytes().size(), kFiller));
  Bytes file = writer.take();
  append(file, mac_of(file, header, data_key));
  ByteWriter checksum(kCrcBytes);
  checksum.u32(crc32c(file));
  append(file, checksum.bytes());
  return file;
}

Result<FileHeader, FaultKind> decode_file_header(ByteView file) {
  // First, because plain files are mostly short.
  if (file.size() >= kMagic.size() && !equal(file.first(kMagic.size()), kMagic)) {
    return FaultKind::NotEncrypted;
  }
  if (file.size() < kFileHeaderBytes) {
    return FaultKind::DamagedHeader;
  }
  const ByteView block = file.first(kFileHeaderBytes);
  ByteReader reader(block.subspan(kMagic.size()));
  ByteReader checksum(block.last(kCrcBytes));
  if (checksum.u32() != crc32c(block.first(kFileHeaderBytes - kCrcBytes))) {
    return FaultKind::DamagedHeader;
  }
  if (reader.u16() != kVersion) {
    return FaultKind::UnknownVersion;
  }
  FileHeader header;
  const std::uint8_t kind = reader.u8();
  header.place.kind = static_cast<FileKind>(kind);
  header.page_bytes = reader.u32();
  header.place.number = reader.u64();
  header.generation = KeyGeneration(reader.u32());
  header.salt = array_from<kFileSaltBytes>(reader);
  header.database = array_from<kDatabaseIdBytes>(reader);
  if (!is_kind(kind) || !is_page_size(header)) {
    return FaultKind::DamagedHeader;
  }
  return header;
}

Result<void, FaultKind> authenticate_file_header(ByteView file, const FileHeader& header,
                                                 const crypto::SecretBytes& data_key) {
  VS_ASSERT(file.size() >= kFileHeaderBytes);
  ByteWriter fields;
  write_fields(fields, header);
  const ByteView fingerprint = file.subspan(fields.bytes().size(), kKeyFingerprintBytes);
  if (!crypto::equal_secrets(fingerprint, fingerprint_of(data_key))) {
    return FaultKind::WrongKey;
  }
  if (!crypto::equal_secrets(file.subspan(kMacAt, kDigestBytes), mac_of(file, header, data_key))) {
    return FaultKind::DamagedHeader;
  }
  return {};
}

bool is_unfinished_header(ByteView beginning, std::uint64_t file_bytes) {
  if (file_bytes > kFileHeaderBytes) {
    return false;
  }
  const std::size_t known = std::min(beginning.size(), kMagic.size());
  const bool begins_right = equal(beginning.first(known), ByteView(kMagic).first(known));
  if (file_bytes < kFileHeaderBytes && begins_right) {
    return true;
  }
  for (std::size_t at = 0; at < beginning.size(); at += kDiskSectorBytes) {
    const std::size_t part = std::min(kDiskSectorBytes, beginning.size() - at);
    if (is_zero(beginning.subspan(at, part))) {
      return true;
    }
  }
  return beginning.empty();
}

}  // namespace vitalstream::storage
