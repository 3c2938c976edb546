#include "storage/files/crc32c.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace vitalstream::storage {
namespace {

constexpr std::uint32_t kReflectedPolynomial = 0x82F63B78U;
constexpr std::size_t kSlices = 8;
using Tables = std::array<std::array<std::uint32_t, 256>, kSlices>;

static_assert(std::endian::native == std::endian::little, "eight bytes are taken at a time");

// Table k holds the effect of a byte that k further bytes follow ("slicing by eight").
constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1U) ^ ((value & 1U) != 0 ? kReflectedPolynomial : 0U);
    }
    tables[0][byte] = value;
  }
  for (std::size_t slice = 1; slice < kSlices; ++slice) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[slice - 1][byte];
      tables[slice][byte] = (before >> 8U) ^ tables[0][before & 0xFFU];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint32_t eight_bytes(std::uint64_t word) {
  std::uint32_t value = 0;
  for (std::size_t position = 0; position < kSlices; ++position) {
    value ^= kTables[kSlices - 1 - position][(word >> (8 * position)) & 0xFFU];
  }
  return value;
}

}  // namespace

std::uint32_t crc32c(ByteView bytes, std::uint32_t seed) {
  std::uint32_t value = ~seed;
  while (bytes.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), sizeof(word));
    value = eight_bytes(word ^ value);
    bytes = bytes.subspan(sizeof(word));
  }
  for (const std::uint8_t byte : bytes) {
    value = (value >> 8U) ^ kTables[0][(value ^ byte) & 0xFFU];
  }
  return ~value;
}

}  // namespace vitalstream::storage
