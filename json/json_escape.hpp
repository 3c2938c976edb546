#pragma once
// The escapes of JSON strings: checking them and decoding them. Called by is_ijson and JsonCursor.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vitalstream {

// Whether I-JSON forbids the code point: a surrogate or a noncharacter (RFC 7493 section 2.1).
[[nodiscard]] constexpr bool is_forbidden_in_ijson(std::uint32_t code_point) {
  return (code_point >= 0xD800 && code_point <= 0xDFFF) ||
         (code_point >= 0xFDD0 && code_point <= 0xFDEF) || (code_point & 0xFFFE) == 0xFFFE;
}

// The length of the valid escape at the beginning of `text` (which begins with the backslash), or
// 0. A pair of surrogates is one escape.
[[nodiscard]] std::size_t escape_length(std::string_view text);

// Decodes the inside of a string whose escapes are valid into `out`, which has room for as many
// bytes as `inside` has. Returns how many were written.
[[nodiscard]] std::size_t unescape(std::string_view inside, char* out);

}  // namespace vitalstream
