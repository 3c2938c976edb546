#include "json/strict_json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "base/assert.hpp"
#include "base/bytes.hpp"
#include "json/limits.hpp"

namespace vitalstream {
namespace {

namespace json = boost::json;

// U+FDD0 to U+FDEF and the last two code points of every plane (RFC 7493 section 2.1), in text that
// is known to be UTF-8. All of them begin with 0xEF or above, which ASCII passes at one look.
bool is_noncharacter_at(ByteView text, std::size_t i) {
  if (text[i] == 0xEF && i + 2 < text.size()) {
    const unsigned tail = (unsigned{text[i + 1]} << 8U) | text[i + 2];
    return (tail >= 0xB790 && tail <= 0xB7AF) || tail == 0xBFBE || tail == 0xBFBF;
  }
  if (text[i] >= 0xF0 && i + 3 < text.size()) {
    return (text[i + 1] & 0x0FU) == 0x0F && text[i + 2] == 0xBF && text[i + 3] >= 0xBE;
  }
  return false;
}

bool has_noncharacter(json::string_view text) {
  const ByteView bytes = as_bytes({text.data(), text.size()});
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] >= 0xEF && is_noncharacter_at(bytes, i)) {
      return true;
    }
  }
  return false;
}

// What the parser calls. It builds the value as Boost's own parser does and keeps the refusals that
// Boost does not know. The parser stops when a call returns false.
struct StrictBuilder {
  static constexpr std::size_t max_object_size = kJsonNamesMax;
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();
  using Code = json::error_code;
  using Text = json::string_view;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&) { return true; }
  bool on_object_end(std::size_t members, Code&);
  bool on_array_begin(Code&) { return true; }
  bool on_array_end(std::size_t elements, Code&);
  bool on_key_part(Text text, std::size_t, Code&);
  bool on_key(Text text, std::size_t, Code& code);
  bool on_string_part(Text text, std::size_t, Code&);
  bool on_string(Text text, std::size_t, Code& code);
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t number, Text, Code& code);
  bool on_uint64(std::uint64_t number, Text, Code& code);
  bool on_double(double number, Text text, Code& code);
  bool on_bool(bool truth, Code&);
  bool on_null(Code&);
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

  bool refuse(JsonError error, Code& code);

  json::value_stack stack;
  std::size_t names_seen = 0;
  std::optional<JsonError> refused;
};

bool StrictBuilder::on_object_end(std::size_t members, Code&) {
  stack.push_object(members);
  return true;
}

bool StrictBuilder::on_array_end(std::size_t elements, Code&) {
  stack.push_array(elements);
  return true;
}

bool StrictBuilder::on_key_part(Text text, std::size_t, Code&) {
  stack.push_chars(text);
  return true;
}

bool StrictBuilder::on_key(Text text, std::size_t, Code&) {
  stack.push_key(text);
  ++names_seen;
  return true;
}

bool StrictBuilder::on_string_part(Text text, std::size_t, Code&) {
  stack.push_chars(text);
  return true;
}

bool StrictBuilder::on_string(Text text, std::size_t, Code&) {
  stack.push_string(text);
  return true;
}

bool StrictBuilder::on_int64(std::int64_t number, Text, Code& code) {
  if (number > kJsonIntegerMax || number < -kJsonIntegerMax) {
    return refuse(JsonError::IntegerOutOfRange, code);
  }
  stack.push_int64(number);
  return true;
}

// Boost calls this only for what exceeds an int64.
bool StrictBuilder::on_uint64(std::uint64_t, Text, Code& code) {
  return refuse(JsonError::IntegerOutOfRange, code);
}

// Boost makes a double of an integer with too many digits; the text still tells.
bool StrictBuilder::on_double(double number, Text text, Code& code) {
  if (text.find_first_of(".eE") == Text::npos) {
    return refuse(JsonError::IntegerOutOfRange, code);
  }
  if (!std::isfinite(number)) {
    return refuse(JsonError::NumberNotFinite, code);
  }
  stack.push_double(number);
  return true;
}

bool StrictBuilder::on_bool(bool truth, Code&) {
  stack.push_bool(truth);
  return true;
}

bool StrictBuilder::on_null(Code&) {
  stack.push_null();
  return true;
}

bool StrictBuilder::refuse(JsonError error, Code& code) {
  refused = error;
  code = json::error::syntax;
  return false;
}

// What the finished value says of itself: how many names it kept, and whether a text of it is
// refused. Depth is bounded by the parser.
struct Survey {
  std::size_t names = 0;
  bool noncharacter = false;

  void visit(const json::value& value);
};

void Survey::visit(const json::value& value) {
  if (const json::string* text = value.if_string()) {
    noncharacter = noncharacter || has_noncharacter(*text);
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& element : *array) {
      visit(element);
    }
  } else if (const json::object* object = value.if_object()) {
    names += object->size();
    for (const json::key_value_pair& member : *object) {
      noncharacter = noncharacter || has_noncharacter(member.key());
      visit(member.value());
    }
  }
}

JsonError error_of(const StrictBuilder& builder, const json::error_code& code) {
  if (builder.refused) {
    return *builder.refused;
  }
  if (code == json::error::object_too_large) {
    return JsonError::TooManyNames;
  }
  return code == json::error::too_deep ? JsonError::TooDeep : JsonError::Malformed;
}

}  // namespace

std::string_view to_string(JsonError error) {
  switch (error) {
    case JsonError::TooLong:
      return "too_long";
    case JsonError::TooDeep:
      return "too_deep";
    case JsonError::TooManyNames:
      return "too_many_names";
    case JsonError::Malformed:
      return "malformed";
    case JsonError::IntegerOutOfRange:
      return "integer_out_of_range";
    case JsonError::NumberNotFinite:
      return "number_not_finite";
    case JsonError::Noncharacter:
      return "noncharacter";
    case JsonError::DuplicateName:
      return "duplicate_name";
  }
  base::assertion_failed("a known JsonError", __FILE__, __LINE__);
}

Result<json::value, JsonError> parse_strict_json(std::string_view text, const JsonLimits& limits,
                                                 json::storage_ptr storage) {
  if (text.size() > limits.bytes_max) {
    return JsonError::TooLong;
  }
  json::parse_options options;
  options.max_depth = limits.depth_max;
  json::basic_parser<StrictBuilder> parser(options);
  StrictBuilder& builder = parser.handler();
  builder.stack.reset(std::move(storage));
  json::error_code code;
  const std::size_t read = parser.write_some(/*more=*/false, text.data(), text.size(), code);
  if (code.failed()) {
    return error_of(builder, code);
  }
  if (read != text.size()) {
    return JsonError::Malformed;
  }
  json::value value = builder.stack.release();
  // An object keeps one member of each name: if fewer names survive than were read, two were equal.
  Survey survey;
  survey.visit(value);
  if (survey.noncharacter) {
    return JsonError::Noncharacter;
  }
  if (survey.names != builder.names_seen) {
    return JsonError::DuplicateName;
  }
  return value;
}

}  // namespace vitalstream
