#include "json/json_cursor.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "json/json_escape.hpp"
#include "json/limits.hpp"

namespace vitalstream {
namespace {

constexpr std::size_t kNaturalDigitsMax = 16;  // of 2^53 - 1

struct StringSpan {
  std::size_t length = 0;  // with its quotes
  bool escaped = false;
};

// The string at the beginning. Strings are short: a plain loop is faster than searching twice.
StringSpan string_at(std::string_view text) {
  StringSpan span{.length = 1};
  while (span.length < text.size() && text[span.length] != '"') {
    if (text[span.length] == '\\') {
      span.escaped = true;
      ++span.length;
    }
    ++span.length;
  }
  span.length = std::min(span.length + 1, text.size());
  return span;
}

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

bool ends_scalar(char c) { return c == ',' || c == ']' || c == '}' || is_space(c); }

std::size_t scalar_length(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && !ends_scalar(text[at])) {
    ++at;
  }
  return at;
}

std::size_t nested_length(std::string_view text) {
  std::size_t at = 0;
  std::size_t depth = 0;
  do {
    switch (text[at]) {
      case '"':
        at += string_at(text.substr(at)).length;
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        --depth;
        break;
      default:
        break;
    }
    ++at;
  } while (depth != 0 && at < text.size());
  return at;
}

std::size_t value_length(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  switch (text.front()) {
    case '"':
      return string_at(text).length;
    case '{':
    case '[':
      return nested_length(text);
    default:
      return scalar_length(text);
  }
}

}  // namespace

std::string_view TextArena::decode(std::string_view inside) {
  VS_ASSERT(inside.size() <= capacity_ - used_);
  if (!storage_) {
    storage_ = std::make_unique<char[]>(capacity_);
  }
  char* const out = storage_.get() + used_;
  const std::size_t written = unescape(inside, out);
  used_ += written;
  return {out, written};
}

JsonCursor::JsonCursor(std::string_view text, TextArena& arena) : rest_(text), arena_(&arena) {
  skip_space();
}

JsonKind JsonCursor::kind() const {
  if (rest_.empty()) {
    return JsonKind::End;
  }
  switch (rest_.front()) {
    case '{':
      return JsonKind::Object;
    case '[':
      return JsonKind::Array;
    case '"':
      return JsonKind::String;
    case 't':
    case 'f':
    case 'n':
      return JsonKind::Literal;
    default:
      return JsonKind::Number;
  }
}

void JsonCursor::skip_space() {
  while (!rest_.empty() && is_space(rest_.front())) {
    rest_.remove_prefix(1);
  }
}

void JsonCursor::enter() {
  if (!rest_.empty()) {
    rest_.remove_prefix(1);
  }
  skip_space();
}

bool JsonCursor::at_end_of(char bracket) {
  if (!rest_.empty() && rest_.front() == ',') {
    rest_.remove_prefix(1);
    skip_space();
    return rest_.empty();
  }
  if (rest_.empty() || rest_.front() == bracket) {
    rest_.remove_prefix(rest_.empty() ? 0 : 1);
    skip_space();
    return true;
  }
  return false;
}

std::optional<std::string_view> JsonCursor::next_name() {
  if (at_end_of('}')) {
    return std::nullopt;
  }
  const auto name = string();
  if (name && !rest_.empty()) {
    rest_.remove_prefix(1);  // the colon
    skip_space();
  }
  return name;
}

bool JsonCursor::next_element() { return !at_end_of(']'); }

std::optional<std::string_view> JsonCursor::string() {
  if (kind() != JsonKind::String) {
    skip();
    return std::nullopt;
  }
  const StringSpan span = string_at(rest_);
  // An unterminated string has no inside; it can only come from a text that nobody checked.
  const std::string_view inside =
      span.length < 2 ? std::string_view{} : rest_.substr(1, span.length - 2);
  rest_.remove_prefix(span.length);
  skip_space();
  return span.escaped ? arena_->decode(inside) : inside;
}

std::optional<std::int64_t> JsonCursor::natural() {
  const bool is_number = kind() == JsonKind::Number;
  const std::string_view text = skip();
  if (!is_number || text.empty() || text.size() > kNaturalDigitsMax) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value <= kJsonIntegerMax ? std::optional{value} : std::nullopt;
}

std::string_view JsonCursor::skip() {
  const std::string_view value = rest_.substr(0, value_length(rest_));
  rest_.remove_prefix(value.size());
  skip_space();
  return value;
}

}  // namespace vitalstream
