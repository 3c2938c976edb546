#pragma once
// ByteWriter: explicit big-endian encoding, field by field (docs/style.md "Bytes"). The caller's
// types bound what is written; the reader on the other side checks every limit again.

#include <cstdint>
#include <utility>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace vitalstream {

class ByteWriter {
 public:
  ByteWriter() = default;
  explicit ByteWriter(std::size_t expected_bytes);

  void u8(std::uint8_t value);
  void u16(std::uint16_t value);
  void u32(std::uint32_t value);
  void u64(std::uint64_t value);
  void i64(std::int64_t value);
  void raw(ByteView bytes);
  // A 16-bit or 32-bit length, then the bytes. Asserts that the length fits.
  void var16(ByteView bytes);
  void var32(ByteView bytes);
  template <class Tag>
  void digest(const Digest<Tag>& digest) {
    raw(digest.view());
  }

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  [[nodiscard]] Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

}  // namespace vitalstream
