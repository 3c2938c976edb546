#pragma once
// JsonSchema: what a parameter or a result looks like, as constants. One description serves three
// ends: the dispatcher refuses parameters that do not fit, rpc.discover shows it as JSON Schema,
// and tests hold every answer against it. Schemas are static; pointers in them never dangle.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "json/json_writer.hpp"
#include "json/limits.hpp"

namespace vitalstream::net {

enum class SchemaKind : std::uint8_t { Text, Integer, Boolean, Choice, List, Object, Any };

// The shape of a text beyond its length.
enum class TextForm : std::uint8_t { Free, Hex, Base64Url };

enum class Presence : std::uint8_t { Required, Optional };

struct JsonMember;

struct JsonSchema {
  SchemaKind kind = SchemaKind::Any;
  TextForm form = TextForm::Free;
  std::uint64_t min = 0;  // of a text's bytes, an integer's value, a list's items
  std::uint64_t max = std::numeric_limits<std::uint64_t>::max();
  std::span<const std::string_view> choices{};
  const JsonSchema* items = nullptr;
  std::span<const JsonMember> members{};
  bool open = false;  // an object that may have further members
};

struct JsonMember {
  std::string_view name;
  const JsonSchema* schema;
  Presence presence;
  std::string_view about;
};

[[nodiscard]] constexpr JsonSchema text_of(std::uint64_t min, std::uint64_t max,
                                           TextForm form = TextForm::Free) {
  return {.kind = SchemaKind::Text, .form = form, .min = min, .max = max};
}
[[nodiscard]] constexpr JsonSchema integer_of(std::uint64_t min, std::uint64_t max) {
  return {.kind = SchemaKind::Integer, .min = min, .max = max};
}
[[nodiscard]] constexpr JsonSchema boolean_of() { return {.kind = SchemaKind::Boolean}; }
[[nodiscard]] constexpr JsonSchema choice_of(std::span<const std::string_view> choices) {
  return {.kind = SchemaKind::Choice, .choices = choices};
}
[[nodiscard]] constexpr JsonSchema list_of(const JsonSchema& items, std::uint64_t max) {
  return {.kind = SchemaKind::List, .max = max, .items = &items};
}
[[nodiscard]] constexpr JsonSchema object_of(std::span<const JsonMember> members) {
  return {.kind = SchemaKind::Object, .members = members};
}
// A document that another specification describes.
[[nodiscard]] constexpr JsonSchema any_object() {
  return {.kind = SchemaKind::Object, .open = true};
}

// Schemas that many methods share.
inline constexpr JsonSchema kHex32Schema = text_of(64, 64, TextForm::Hex);
inline constexpr JsonSchema kCountSchema = integer_of(0, kJsonIntegerMax);
inline constexpr JsonSchema kBooleanSchema = boolean_of();
inline constexpr JsonSchema kNameSchema = text_of(1, 256);

// Why a value does not fit, as "path: reason" with the path below the value ("[0].salt: ...");
// nothing if it fits.
[[nodiscard]] std::optional<std::string> mismatch(const JsonSchema& schema,
                                                  const boost::json::value& value);

// The integer in a JSON number that has no fraction and is not negative.
[[nodiscard]] std::optional<std::uint64_t> to_integer(const boost::json::value& value);

// Writes the schema as JSON Schema (draft 7, as OpenRPC 1.3 uses it).
void write_schema(JsonWriter& writer, const JsonSchema& schema, std::string_view about = {});

}  // namespace vitalstream::net
