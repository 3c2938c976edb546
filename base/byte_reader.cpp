#include "base/byte_reader.hpp"

namespace vitalstream {

ByteView ByteReader::raw(std::size_t count) {
  if (failed_ || rest_.size() < count) {
    fail();
    return {};
  }
  const ByteView taken = rest_.first(count);
  rest_ = rest_.subspan(count);
  return taken;
}

std::uint8_t ByteReader::u8() {
  const ByteView bytes = raw(1);
  return bytes.empty() ? std::uint8_t{0} : bytes[0];
}

std::uint16_t ByteReader::u16() {
  const ByteView bytes = raw(2);
  if (bytes.empty()) {
    return 0;
  }
  return static_cast<std::uint16_t>((unsigned{bytes[0]} << 8U) | bytes[1]);
}

std::uint32_t ByteReader::u32() {
  const ByteView bytes = raw(4);
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes) {
    value = (value << 8U) | byte;
  }
  return value;
}

std::uint64_t ByteReader::u64() {
  const ByteView bytes = raw(8);
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) {
    value = (value << 8U) | byte;
  }
  return value;
}

std::int64_t ByteReader::i64() { return static_cast<std::int64_t>(u64()); }

ByteView ByteReader::var16(std::size_t limit_bytes) {
  const std::size_t length = u16();
  if (length > limit_bytes) {
    fail();
    return {};
  }
  return raw(length);
}

ByteView ByteReader::var32(std::size_t limit_bytes) {
  const std::size_t length = u32();
  if (length > limit_bytes) {
    fail();
    return {};
  }
  return raw(length);
}

std::size_t ByteReader::count16(std::size_t limit, std::size_t least_element_bytes) {
  return checked_count(u16(), limit, least_element_bytes);
}

std::size_t ByteReader::count32(std::size_t limit, std::size_t least_element_bytes) {
  return checked_count(u32(), limit, least_element_bytes);
}

void ByteReader::fail() {
  failed_ = true;
  rest_ = {};
}

std::size_t ByteReader::checked_count(std::size_t count, std::size_t limit,
                                      std::size_t least_element_bytes) {
  if (failed_ || count > limit || count * least_element_bytes > rest_.size()) {
    fail();
    return 0;
  }
  return count;
}

}  // namespace vitalstream
