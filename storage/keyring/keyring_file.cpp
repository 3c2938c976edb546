#include "storage/keyring/keyring_file.hpp"

#include <optional>
#include <string_view>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "crypto/limits.hpp"
#include "crypto/provider/limits.hpp"
#include "storage/files/crc32c.hpp"
#include "storage/keyring/limits.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::string_view kMagic = "VSKEYRNG";
constexpr std::size_t kLengthBytes = 4;

KeyringFailure damaged(KeyringPart part) {
  return {.error = KeyringError::Damaged, .detail = {}, .part = part};
}

void append_section(Bytes& file, ByteView contents) {
  ByteWriter section;
  section.var32(contents);
  const std::uint32_t checksum = crc32c(section.bytes());
  section.u32(checksum);
  append(file, section.bytes());
}

std::optional<ByteView> read_section(ByteReader& reader, ByteView file) {
  const ByteView rest = file.last(reader.remaining());
  const ByteView contents = reader.var32(kKeyringFileBytesMax);
  const std::uint32_t checksum = reader.u32();
  if (reader.failed() || checksum != crc32c(rest.first(kLengthBytes + contents.size()))) {
    return std::nullopt;
  }
  return contents;
}

std::string read_text(ByteReader& reader, std::size_t limit_bytes) {
  return std::string(as_text(reader.var16(limit_bytes)));
}

std::optional<KeyringHeader> read_header(ByteView section) {
  ByteReader reader(section);
  KeyringHeader header;
  header.chain = ChainId(read_text(reader, kKeyringOwnerBytesMax));
  header.node = read_text(reader, kKeyringOwnerBytesMax);
  header.epoch = reader.u64();
  header.provider = read_text(reader, kProviderNameBytesMax);
  header.key_reference = read_text(reader, kKeyReferenceBytesMax);
  header.wrapped_unlock_key = to_bytes(reader.var16(crypto::provider::kWrappedBlobBytesMax));
  if (!reader.finished()) {
    return std::nullopt;
  }
  return header;
}

}  // namespace

Bytes begin_keyring_file(const KeyringHeader& header) {
  ByteWriter section;
  section.var16(as_bytes(header.chain.value()));
  section.var16(as_bytes(header.node));
  section.u64(header.epoch);
  section.var16(as_bytes(header.provider));
  section.var16(as_bytes(header.key_reference));
  section.var16(header.wrapped_unlock_key);
  Bytes file = to_bytes(as_bytes(kMagic));
  file.push_back(kKeyringVersion);
  append_section(file, section.bytes());
  return file;
}

void append_encrypted_keys(Bytes& file, ByteView nonce, ByteView encrypted) {
  Bytes contents = to_bytes(nonce);
  append(contents, encrypted);
  append_section(file, contents);
}

void append_keyring_signature(Bytes& file, ByteView signature) { append_section(file, signature); }

Result<KeyringSections, KeyringFailure> read_keyring_file(ByteView file) {
  ByteReader reader(file);
  if (as_text(reader.raw(kMagic.size())) != kMagic) {
    return damaged(KeyringPart::Beginning);
  }
  if (const std::uint8_t version = reader.u8(); reader.failed() || version != kKeyringVersion) {
    return reader.failed() ? damaged(KeyringPart::Beginning)
                           : KeyringFailure{.error = KeyringError::UnknownVersion,
                                            .detail = std::to_string(version)};
  }
  const auto header_section = read_section(reader, file);
  auto header = header_section ? read_header(*header_section) : std::nullopt;
  if (!header) {
    return damaged(KeyringPart::Header);
  }
  KeyringSections sections;
  sections.header = *std::move(header);
  sections.bound = file.first(file.size() - reader.remaining());
  const auto encrypted_section = read_section(reader, file);
  if (!encrypted_section ||
      encrypted_section->size() < crypto::kAesGcmNonceBytes + crypto::kAesGcmTagBytes) {
    return damaged(KeyringPart::EncryptedKeys);
  }
  sections.nonce = encrypted_section->first(crypto::kAesGcmNonceBytes);
  sections.encrypted = encrypted_section->subspan(crypto::kAesGcmNonceBytes);
  sections.signed_part = file.first(file.size() - reader.remaining());
  const auto signature = read_section(reader, file);
  if (!signature) {
    return damaged(KeyringPart::Signature);
  }
  sections.signature = *signature;
  if (!reader.finished()) {
    return damaged(KeyringPart::End);
  }
  return sections;
}

}  // namespace vitalstream::storage
