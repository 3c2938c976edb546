#include "json/json_writer.hpp"

#include <array>
#include <charconv>

#include "base/base64url.hpp"

namespace vitalstream {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr char kFirstPrintable = 0x20;

bool needs_escape(char c) { return c == '"' || c == '\\' || (c >= 0 && c < kFirstPrintable); }

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto code = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kHexDigits[code >> 4U];
  out += kHexDigits[code & 0x0fU];
}

template <class Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

void append_json_string(std::string& out, std::string_view utf8) {
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if (needs_escape(utf8[i])) {
      out.append(utf8, plain_from, i - plain_from);
      append_escaped(out, utf8[i]);
      plain_from = i + 1;
    }
  }
  out.append(utf8, plain_from, utf8.size() - plain_from);
  out += '"';
}

void JsonWriter::separate() {
  if (comma_) {
    out_ += ',';
  }
  comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
  separate();
  out_ += '{';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  out_ += '}';
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  separate();
  out_ += '[';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  out_ += ']';
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::name(std::string_view plain) {
  separate();
  out_ += '"';
  out_ += plain;
  out_ += "\":";
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view utf8) {
  separate();
  append_json_string(out_, utf8);
  return *this;
}

JsonWriter& JsonWriter::number(std::uint64_t value) {
  separate();
  append_integer(out_, value);
  return *this;
}

JsonWriter& JsonWriter::signed_number(std::int64_t value) {
  separate();
  append_integer(out_, value);
  return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  out_ += "null";
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::hex(ByteView bytes) {
  separate();
  out_ += '"';
  for (const std::uint8_t byte : bytes) {
    out_ += kHexDigits[byte >> 4U];
    out_ += kHexDigits[byte & 0x0fU];
  }
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::base64url(ByteView bytes) {
  separate();
  out_ += '"';
  append_base64url(out_, bytes);
  out_ += '"';
  return *this;
}

}  // namespace vitalstream
