#include "json/json_escape.hpp"

#include <optional>

namespace vitalstream {
namespace {

constexpr std::size_t kUnicodeEscapeChars = 6;  // \uXXXX

std::optional<std::uint32_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<std::uint32_t>(c - '0');
  }
  if (c >= 'a' && c <= 'f') {
    return static_cast<std::uint32_t>(c - 'a' + 10);
  }
  if (c >= 'A' && c <= 'F') {
    return static_cast<std::uint32_t>(c - 'A' + 10);
  }
  return std::nullopt;
}

// The code unit of the \uXXXX at the beginning of `text`.
std::optional<std::uint32_t> unicode_unit(std::string_view text) {
  if (text.size() < kUnicodeEscapeChars || text[0] != '\\' || text[1] != 'u') {
    return std::nullopt;
  }
  std::uint32_t unit = 0;
  for (std::size_t i = 2; i < kUnicodeEscapeChars; ++i) {
    const auto digit = hex_digit(text[i]);
    if (!digit) {
      return std::nullopt;
    }
    unit = unit * 16 + *digit;
  }
  return unit;
}

bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

struct Escape {
  std::uint32_t code_point = 0;
  std::size_t chars = 0;  // 0: not valid
};

Escape unicode_escape(std::string_view text) {
  const auto unit = unicode_unit(text);
  if (!unit) {
    return {};
  }
  if (is_high_surrogate(*unit)) {
    const auto low = unicode_unit(text.substr(kUnicodeEscapeChars));
    if (!low || !is_low_surrogate(*low)) {
      return {};
    }
    return {0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00), 2 * kUnicodeEscapeChars};
  }
  return {*unit, kUnicodeEscapeChars};
}

Escape read_escape(std::string_view text) {
  if (text.size() < 2) {
    return {};
  }
  switch (text[1]) {
    case '"':
    case '\\':
    case '/':
      return {static_cast<std::uint32_t>(text[1]), 2};
    case 'b':
      return {'\b', 2};
    case 'f':
      return {'\f', 2};
    case 'n':
      return {'\n', 2};
    case 'r':
      return {'\r', 2};
    case 't':
      return {'\t', 2};
    case 'u':
      return unicode_escape(text);
    default:
      return {};
  }
}

char* write_utf8(char* out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18U));
    put(0x80U | ((code >> 12U) & 0x3FU));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
  return out;
}

}  // namespace

std::size_t escape_length(std::string_view text) {
  const Escape escape = read_escape(text);
  return is_forbidden_in_ijson(escape.code_point) ? 0 : escape.chars;
}

std::size_t unescape(std::string_view inside, char* out) {
  char* const begin = out;
  while (!inside.empty()) {
    if (inside.front() != '\\') {
      *out++ = inside.front();
      inside.remove_prefix(1);
      continue;
    }
    const Escape escape = read_escape(inside);
    if (escape.chars == 0) {
      break;
    }
    out = write_utf8(out, escape.code_point);
    inside.remove_prefix(escape.chars);
  }
  return static_cast<std::size_t>(out - begin);
}

}  // namespace vitalstream
