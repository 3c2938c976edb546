#pragma once
// ByteReader: total decoding of what a ByteWriter wrote. It never reads past its end: the first
// read that would marks it failed, and from then on every read yields zero or nothing. The decoder
// asks `finished()` once at its end, which is false after a failure or with bytes left over.
// Views it returns live as long as the bytes that it was given.

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "base/digest.hpp"

namespace vitalstream {

class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint8_t u8();
  [[nodiscard]] std::uint16_t u16();
  [[nodiscard]] std::uint32_t u32();
  [[nodiscard]] std::uint64_t u64();
  [[nodiscard]] std::int64_t i64();
  [[nodiscard]] ByteView raw(std::size_t count);
  // Length-prefixed bytes; fails if the length exceeds `limit_bytes`.
  [[nodiscard]] ByteView var16(std::size_t limit_bytes);
  [[nodiscard]] ByteView var32(std::size_t limit_bytes);
  // A 16-bit or 32-bit element count; fails above `limit`, and also if fewer than
  // `least_element_bytes` times the count are left, so that a count never allocates unfounded.
  [[nodiscard]] std::size_t count16(std::size_t limit, std::size_t least_element_bytes);
  [[nodiscard]] std::size_t count32(std::size_t limit, std::size_t least_element_bytes);
  template <class DigestType>
  [[nodiscard]] DigestType digest();

  // For rules that the decoder finds broken itself.
  void fail();
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t remaining() const { return rest_.size(); }
  [[nodiscard]] bool finished() const { return !failed_ && rest_.empty(); }

 private:
  [[nodiscard]] std::size_t checked_count(std::size_t count, std::size_t limit,
                                          std::size_t least_element_bytes);

  ByteView rest_;
  bool failed_ = false;
};

template <class DigestType>
DigestType ByteReader::digest() {
  return DigestType::from(raw(kDigestBytes)).value_or(DigestType{});
}

}  // namespace vitalstream
