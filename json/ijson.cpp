#include "json/ijson.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "json/json_escape.hpp"
#include "json/limits.hpp"

namespace vitalstream {
namespace {

// Leading digits beyond this place make a number with an exponent too large: 1e308 and above.
constexpr std::int64_t kDecimalExponentMax = 307;
// No honest exponent is longer; a longer one is refused before it could overflow.
constexpr std::size_t kExponentDigitsMax = 4;
constexpr std::size_t kIntegerDigitsMax = 16;
// Below this many members all pairs of names are compared, above they are sorted.
constexpr std::size_t kPairwiseNamesMax = 12;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool document();

 private:
  bool value();
  bool object();
  bool members(std::size_t first_name);
  bool array();
  bool string(std::string_view& text, bool& escaped);
  bool multibyte();
  bool number();
  bool exponent(std::int64_t& exponent);
  bool literal(std::string_view word);
  std::string_view decode(std::string_view name);
  bool names_are_distinct(std::size_t first);
  void skip_space();
  bool take(char c);

  const char* at_;
  const char* end_;
  std::size_t depth_ = 0;
  // The names of the objects that are open, innermost last.
  std::vector<std::string_view> names_;
  // Names that had escapes, decoded. A deque, because views of its strings must stay.
  std::deque<std::string> decoded_;
};

void Scanner::skip_space() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) {
    ++at_;
  }
}

bool Scanner::take(char c) {
  if (at_ == end_ || *at_ != c) {
    return false;
  }
  ++at_;
  return true;
}

bool Scanner::document() {
  skip_space();
  if (!value()) {
    return false;
  }
  skip_space();
  return at_ == end_;
}

bool Scanner::value() {
  if (at_ == end_) {
    return false;
  }
  std::string_view text;
  bool escaped = false;
  switch (*at_) {
    case '{':
      return object();
    case '[':
      return array();
    case '"':
      return string(text, escaped);
    case 't':
      return literal("true");
    case 'f':
      return literal("false");
    case 'n':
      return literal("null");
    default:
      return number();
  }
}

bool Scanner::object() {
  ++at_;
  if (++depth_ > kJsonDepthMax) {
    return false;
  }
  const std::size_t first_name = names_.size();
  skip_space();
  if (!take('}') && !members(first_name)) {
    return false;
  }
  names_.resize(first_name);
  --depth_;
  return true;
}

bool Scanner::members(std::size_t first_name) {
  do {
    std::string_view name;
    bool escaped = false;
    skip_space();
    if (!string(name, escaped)) {
      return false;
    }
    names_.push_back(escaped ? decode(name) : name);
    skip_space();
    if (!take(':')) {
      return false;
    }
    skip_space();
    if (!value()) {
      return false;
    }
    skip_space();
  } while (take(','));
  return take('}') && names_are_distinct(first_name);
}

bool Scanner::array() {
  ++at_;
  if (++depth_ > kJsonDepthMax) {
    return false;
  }
  skip_space();
  if (!take(']')) {
    do {
      skip_space();
      if (!value()) {
        return false;
      }
      skip_space();
    } while (take(','));
    if (!take(']')) {
      return false;
    }
  }
  --depth_;
  return true;
}

std::string_view Scanner::decode(std::string_view name) {
  std::string& text = decoded_.emplace_back(name.size(), '\0');
  text.resize(unescape(name, text.data()));
  return text;
}

bool Scanner::names_are_distinct(std::size_t first) {
  const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(first);
  if (names_.size() - first > kPairwiseNamesMax) {
    std::sort(begin, names_.end());
    return std::adjacent_find(begin, names_.end()) == names_.end();
  }
  for (auto name = begin; name != names_.end(); ++name) {
    if (std::find(begin, name, *name) != name) {
      return false;
    }
  }
  return true;
}

// `text` becomes the inside of the string, as it is written.
bool Scanner::string(std::string_view& text, bool& escaped) {
  if (!take('"')) {
    return false;
  }
  const char* const begin = at_;
  while (at_ != end_ && *at_ != '"') {
    const auto byte = static_cast<std::uint8_t>(*at_);
    if (byte == '\\') {
      const std::size_t length = escape_length({at_, static_cast<std::size_t>(end_ - at_)});
      if (length == 0) {
        return false;
      }
      escaped = true;
      at_ += length;
    } else if (byte >= 0x80) {
      if (!multibyte()) {
        return false;
      }
    } else if (byte < 0x20) {
      return false;
    } else {
      ++at_;
    }
  }
  text = {begin, static_cast<std::size_t>(at_ - begin)};
  return take('"');
}

// One UTF-8 sequence of two to four bytes: shortest form, no forbidden code point.
bool Scanner::multibyte() {
  constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<std::uint8_t>(*at_);
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || static_cast<std::size_t>(end_ - at_) < length) {
    return false;
  }
  std::uint32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<std::uint8_t>(at_[i]);
    if ((byte & 0xC0U) != 0x80) {
      return false;
    }
    code = (code << 6U) | (byte & 0x3FU);
  }
  at_ += length;
  return code >= kLeast[length] && code <= 0x10FFFF && !is_forbidden_in_ijson(code);
}

bool Scanner::literal(std::string_view word) {
  if (static_cast<std::size_t>(end_ - at_) < word.size() ||
      std::string_view(at_, word.size()) != word) {
    return false;
  }
  at_ += word.size();
  return true;
}

// Judged by its decimal digits, so that no floating point decides about a batch.
bool Scanner::number() {
  static_cast<void>(take('-'));
  const char* const integer = at_;
  while (at_ != end_ && is_digit(*at_)) {
    ++at_;
  }
  const auto digits = static_cast<std::size_t>(at_ - integer);
  if (digits == 0 || (*integer == '0' && digits > 1)) {
    return false;
  }
  bool exact = true;
  if (take('.')) {
    exact = false;
    const char* const fraction = at_;
    while (at_ != end_ && is_digit(*at_)) {
      ++at_;
    }
    if (at_ == fraction) {
      return false;
    }
  }
  std::int64_t power = 0;
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    exact = false;
    if (!exponent(power)) {
      return false;
    }
  }
  if (!exact) {
    return static_cast<std::int64_t>(digits) - 1 + power <= kDecimalExponentMax;
  }
  if (digits > kIntegerDigitsMax) {
    return false;
  }
  std::int64_t magnitude = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    magnitude = magnitude * 10 + (integer[i] - '0');
  }
  return magnitude <= kJsonIntegerMax;
}

bool Scanner::exponent(std::int64_t& exponent) {
  ++at_;
  const bool negative = take('-');
  if (!negative) {
    static_cast<void>(take('+'));
  }
  const char* const begin = at_;
  while (at_ != end_ && is_digit(*at_)) {
    exponent = exponent * 10 + (*at_ - '0');
    ++at_;
    if (static_cast<std::size_t>(at_ - begin) > kExponentDigitsMax) {
      return false;
    }
  }
  if (negative) {
    exponent = -exponent;
  }
  return at_ != begin;
}

}  // namespace

bool is_ijson(std::string_view text) { return Scanner{text}.document(); }

}  // namespace vitalstream
