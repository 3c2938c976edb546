#include "net/rpc/json_schema.hpp"

#include <algorithm>
#include <cmath>

#include "base/base64url.hpp"
#include "net/rpc/unix_ms.hpp"

namespace vitalstream::net {
namespace {

namespace json = boost::json;
using Mismatch = std::optional<std::string>;

// Paths are put together only when something is wrong: each level puts its step in front.
Mismatch wrong(std::string_view reason) { return std::string(": ").append(reason); }

bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool has_form(TextForm form, std::string_view text) {
  switch (form) {
    case TextForm::Free:
      return true;
    case TextForm::Hex:
      return std::all_of(text.begin(), text.end(), is_lower_hex);
    case TextForm::Base64Url:
      return is_in_base64url_alphabet(text);
  }
  return false;
}

std::string_view pattern_of(TextForm form) {
  switch (form) {
    case TextForm::Free:
      return {};
    case TextForm::Hex:
      return "^[0-9a-f]*$";
    case TextForm::Base64Url:
      return "^[A-Za-z0-9_-]*$";
  }
  return {};
}

Mismatch text_mismatch(const JsonSchema& schema, const json::value& value) {
  const json::string* text = value.if_string();
  if (text == nullptr) {
    return wrong("must be a string");
  }
  if (text->size() < schema.min) {
    return wrong("is too short, at least " + std::to_string(schema.min) + " bytes");
  }
  if (text->size() > schema.max) {
    return wrong("is too long, at most " + std::to_string(schema.max) + " bytes");
  }
  if (!has_form(schema.form, *text)) {
    return wrong(std::string("must match ").append(pattern_of(schema.form)));
  }
  return std::nullopt;
}

Mismatch integer_mismatch(const JsonSchema& schema, const json::value& value) {
  const auto integer = to_integer(value);
  if (!integer) {
    return wrong("must be an integer that is not negative");
  }
  if (schema.min == kUnixMsMin && *integer < schema.min) {
    return wrong("must be milliseconds since 1970, at least " + std::to_string(schema.min) +
                 "; this looks like seconds");
  }
  if (*integer < schema.min || *integer > schema.max) {
    return wrong("must lie between " + std::to_string(schema.min) + " and " +
                 std::to_string(schema.max));
  }
  return std::nullopt;
}

Mismatch choice_mismatch(const JsonSchema& schema, const json::value& value) {
  const json::string* text = value.if_string();
  if (text != nullptr) {
    const std::string_view word = *text;
    if (std::find(schema.choices.begin(), schema.choices.end(), word) != schema.choices.end()) {
      return std::nullopt;
    }
  }
  std::string reason = "must be one of";
  for (const std::string_view choice : schema.choices) {
    reason.append(" ").append(choice);
  }
  return wrong(reason);
}

Mismatch list_mismatch(const JsonSchema& schema, const json::value& value) {
  const json::array* list = value.if_array();
  if (list == nullptr) {
    return wrong("must be an array");
  }
  if (list->size() < schema.min || list->size() > schema.max) {
    return wrong("must have at most " + std::to_string(schema.max) + " items");
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    if (const auto found = mismatch(*schema.items, (*list)[i])) {
      return "[" + std::to_string(i) + "]" + *found;
    }
  }
  return std::nullopt;
}

// A name that is too long to be a slip is not repeated.
constexpr std::size_t kNameShownBytesMax = 64;

Mismatch unknown_member(const JsonSchema& schema, const json::object& object) {
  for (const json::key_value_pair& member : object) {
    const std::string_view name = member.key();
    if (name.size() <= kNameShownBytesMax &&
        std::ranges::find(schema.members, name, &JsonMember::name) == schema.members.end()) {
      return std::string(".").append(name).append(": there is no such member");
    }
  }
  return wrong("has an unknown member");
}

Mismatch object_mismatch(const JsonSchema& schema, const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) {
    return wrong("must be an object");
  }
  std::size_t known = 0;
  for (const JsonMember& member : schema.members) {
    const json::value* found = object->if_contains(member.name);
    if (found == nullptr) {
      if (member.presence == Presence::Required) {
        return std::string(".").append(member.name).append(": is missing");
      }
      continue;
    }
    ++known;
    if (const auto below = mismatch(*member.schema, *found)) {
      return std::string(".").append(member.name).append(*below);
    }
  }
  if (known != object->size() && !schema.open) {
    return unknown_member(schema, *object);
  }
  return std::nullopt;
}

void write_members(JsonWriter& writer, const JsonSchema& schema) {
  writer.name("properties").begin_object();
  for (const JsonMember& member : schema.members) {
    writer.name(member.name);
    write_schema(writer, *member.schema, member.about);
  }
  writer.end_object();
  writer.name("required").begin_array();
  for (const JsonMember& member : schema.members) {
    if (member.presence == Presence::Required) {
      writer.text(member.name);
    }
  }
  writer.end_array();
  writer.name("additionalProperties").boolean(schema.open);
}

void write_text(JsonWriter& writer, const JsonSchema& schema) {
  writer.name("type").text("string");
  writer.name("minLength").number(schema.min).name("maxLength").number(schema.max);
  if (schema.form != TextForm::Free) {
    writer.name("pattern").text(pattern_of(schema.form));
  }
}

void write_body(JsonWriter& writer, const JsonSchema& schema) {
  switch (schema.kind) {
    case SchemaKind::Text:
      write_text(writer, schema);
      return;
    case SchemaKind::Integer:
      writer.name("type").text("integer");
      writer.name("minimum").number(schema.min).name("maximum").number(schema.max);
      return;
    case SchemaKind::Boolean:
      writer.name("type").text("boolean");
      return;
    case SchemaKind::Choice:
      writer.name("type").text("string").name("enum").begin_array();
      for (const std::string_view choice : schema.choices) {
        writer.text(choice);
      }
      writer.end_array();
      return;
    case SchemaKind::List:
      writer.name("type").text("array").name("maxItems").number(schema.max).name("items");
      write_schema(writer, *schema.items);
      return;
    case SchemaKind::Object:
      writer.name("type").text("object");
      write_members(writer, schema);
      return;
    case SchemaKind::Any:
      return;
  }
}

}  // namespace

std::optional<std::uint64_t> to_integer(const json::value& value) {
  if (const auto* positive = value.if_uint64()) {
    return *positive;
  }
  if (const auto* integer = value.if_int64()) {
    return *integer < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(*integer));
  }
  const double* number = value.if_double();
  const auto exact_max = static_cast<double>(kJsonIntegerMax);
  if (number == nullptr || *number < 0 || *number > exact_max || std::trunc(*number) != *number) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(*number);
}

Mismatch mismatch(const JsonSchema& schema, const json::value& value) {
  switch (schema.kind) {
    case SchemaKind::Text:
      return text_mismatch(schema, value);
    case SchemaKind::Integer:
      return integer_mismatch(schema, value);
    case SchemaKind::Boolean:
      return value.is_bool() ? std::nullopt : wrong("must be true or false");
    case SchemaKind::Choice:
      return choice_mismatch(schema, value);
    case SchemaKind::List:
      return list_mismatch(schema, value);
    case SchemaKind::Object:
      return object_mismatch(schema, value);
    case SchemaKind::Any:
      return std::nullopt;
  }
  return std::nullopt;
}

void write_schema(JsonWriter& writer, const JsonSchema& schema, std::string_view about) {
  writer.begin_object();
  if (!about.empty()) {
    writer.name("description").text(about);
  }
  write_body(writer, schema);
  writer.end_object();
}

}  // namespace vitalstream::net
