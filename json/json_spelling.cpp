#include "json/json_spelling.hpp"

#include <algorithm>
#include <cstddef>

namespace vitalstream {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kAfterScalar = " \t\r\n,]}";

// With both quotes.
std::size_t string_length(std::string_view text) {
  std::size_t at = text.find_first_of("\"\\", 1);
  while (at < text.size() && text[at] == '\\') {
    at = text.find_first_of("\"\\", at + 2);
  }
  return std::min(at, text.size() - 1) + 1;
}

std::size_t nested_length(std::string_view text) {
  std::size_t depth = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    switch (text[at]) {
      case '"':
        at += string_length(text.substr(at));
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
    if (depth == 0) {
      break;
    }
  }
  return at;
}

std::size_t value_length(std::string_view text) {
  if (text.starts_with('"')) {
    return string_length(text);
  }
  if (text.starts_with('{') || text.starts_with('[')) {
    return nested_length(text);
  }
  return std::min(text.find_first_of(kAfterScalar), text.size());
}

}  // namespace

JsonSpelling::JsonSpelling(std::string_view text) : rest_(text) { skip(kSpace); }

void JsonSpelling::skip(std::string_view characters) {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
}

void JsonSpelling::enter() {
  rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
  skip(kSpace);
}

std::string_view JsonSpelling::next_value() {
  const std::string_view value = rest_.substr(0, value_length(rest_));
  rest_.remove_prefix(value.size());
  skip(" \t\r\n,");
  return value;
}

std::string_view JsonSpelling::next_member() {
  rest_.remove_prefix(value_length(rest_));
  skip(" \t\r\n:");
  return next_value();
}

}  // namespace vitalstream
