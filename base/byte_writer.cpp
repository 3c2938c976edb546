#include "base/byte_writer.hpp"

#include <limits>

#include "base/assert.hpp"

namespace vitalstream {

ByteWriter::ByteWriter(std::size_t expected_bytes) { bytes_.reserve(expected_bytes); }

void ByteWriter::u8(std::uint8_t value) { bytes_.push_back(value); }

void ByteWriter::u16(std::uint16_t value) {
  u8(static_cast<std::uint8_t>(value >> 8U));
  u8(static_cast<std::uint8_t>(value & 0xFFU));
}

void ByteWriter::u32(std::uint32_t value) {
  u16(static_cast<std::uint16_t>(value >> 16U));
  u16(static_cast<std::uint16_t>(value & 0xFFFFU));
}

void ByteWriter::u64(std::uint64_t value) {
  u32(static_cast<std::uint32_t>(value >> 32U));
  u32(static_cast<std::uint32_t>(value & 0xFFFFFFFFU));
}

void ByteWriter::i64(std::int64_t value) { u64(static_cast<std::uint64_t>(value)); }

void ByteWriter::raw(ByteView bytes) { append(bytes_, bytes); }

void ByteWriter::var16(ByteView bytes) {
  VS_ASSERT(bytes.size() <= std::numeric_limits<std::uint16_t>::max());
  u16(static_cast<std::uint16_t>(bytes.size()));
  raw(bytes);
}

void ByteWriter::var32(ByteView bytes) {
  VS_ASSERT(bytes.size() <= std::numeric_limits<std::uint32_t>::max());
  u32(static_cast<std::uint32_t>(bytes.size()));
  raw(bytes);
}

}  // namespace vitalstream
