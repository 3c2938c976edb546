#include "json/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace vitalstream {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080U;

// The first byte decides how many follow and which range the second has (RFC 3629 section 4).
struct Sequence {
  std::size_t bytes = 0;  // 0: no character begins so
  unsigned second_min = 0x80;
  unsigned second_max = 0xbf;
};

Sequence sequence_of(unsigned first) {
  if (first < 0x80) {
    return {.bytes = 1};
  }
  if (first >= 0xc2 && first <= 0xdf) {
    return {.bytes = 2};
  }
  if (first >= 0xe0 && first <= 0xef) {
    return {.bytes = 3,
            .second_min = first == 0xe0 ? 0xa0U : 0x80U,
            .second_max = first == 0xed ? 0x9fU : 0xbfU};
  }
  if (first >= 0xf0 && first <= 0xf4) {
    return {.bytes = 4,
            .second_min = first == 0xf0 ? 0x90U : 0x80U,
            .second_max = first == 0xf4 ? 0x8fU : 0xbfU};
  }
  return {};
}

bool follows(std::string_view rest, const Sequence& sequence) {
  if (rest.size() < sequence.bytes) {
    return false;
  }
  for (std::size_t i = 1; i < sequence.bytes; ++i) {
    const unsigned byte = static_cast<unsigned char>(rest[i]);
    const unsigned low = i == 1 ? sequence.second_min : 0x80;
    const unsigned high = i == 1 ? sequence.second_max : 0xbf;
    if (byte < low || byte > high) {
      return false;
    }
  }
  return true;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t word = 0;
    if (at + sizeof(word) <= bytes.size()) {
      std::memcpy(&word, bytes.data() + at, sizeof(word));
      if ((word & kHighBits) == 0) {
        at += sizeof(word);
        continue;
      }
    }
    const Sequence sequence = sequence_of(static_cast<unsigned char>(bytes[at]));
    if (sequence.bytes == 0 || !follows(bytes.substr(at), sequence)) {
      return false;
    }
    at += sequence.bytes;
  }
  return true;
}

}  // namespace vitalstream
