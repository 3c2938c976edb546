#include "storage/journal_header.hpp"

#include <array>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"
#include "storage/files/crc32c.hpp"
#include "storage/limits.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::array<std::uint8_t, 8> kMagic{'V', 'S', 's', 'a', 'f', 'e', 't', 'y'};
constexpr std::uint16_t kVersion = 1;

bool is_known(std::uint8_t origin) {
  return origin == static_cast<std::uint8_t>(RecordOrigin::Initial) ||
         origin == static_cast<std::uint8_t>(RecordOrigin::Restarted);
}

}  // namespace

Bytes encode_journal_header(const JournalHeader& header) {
  ByteWriter writer;
  writer.raw(kMagic);
  writer.u16(kVersion);
  writer.u8(static_cast<std::uint8_t>(header.origin));
  writer.u64(header.generation);
  writer.var16(header.identity);
  writer.u32(crc32c(writer.bytes()));
  return writer.take();
}

Result<DecodedJournalHeader, JournalError> decode_journal_header(ByteView file) {
  ByteReader reader(file);
  if (!equal(reader.raw(kMagic.size()), kMagic)) {
    return JournalError::Damaged;
  }
  const std::uint16_t version = reader.u16();
  const std::uint8_t origin = reader.u8();
  DecodedJournalHeader decoded;
  decoded.header.generation = reader.u64();
  decoded.header.identity = to_bytes(reader.var16(kIdentityFileBytesMax));
  decoded.bytes = file.size() - reader.remaining();
  const std::uint32_t checksum = reader.u32();
  if (reader.failed() || checksum != crc32c(file.first(decoded.bytes)) || !is_known(origin)) {
    return JournalError::Damaged;
  }
  if (version != kVersion) {
    return JournalError::UnknownVersion;
  }
  decoded.header.origin = static_cast<RecordOrigin>(origin);
  decoded.bytes += sizeof(checksum);
  decoded.seed = checksum;
  return decoded;
}

}  // namespace vitalstream::storage
