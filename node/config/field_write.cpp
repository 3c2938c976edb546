#include "node/config/field_write.hpp"

#include <type_traits>

#include "base/hex.hpp"

namespace vitalstream::node {
namespace {

// Double quotes, as both YAML and JSON read them.
std::string in_quotes(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (code < 0x20 || code == 0x7f) {
      result += "\\u00";
      result += kDigits[code >> 4];
      result += kDigits[code & 0xf];
    } else {
      result += c;
    }
  }
  return result + "\"";
}

std::string in_quotes_unless_empty(const std::string& text) {
  return text.empty() ? std::string{} : in_quotes(text);
}

std::string write(bool value, const KeySpec&) { return value ? "true" : "false"; }

std::string write(std::uint64_t value, const KeySpec&) { return std::to_string(value); }

std::string write(Duration value, const KeySpec& key) {
  return std::to_string(value.value() / microseconds_per(key.unit));
}

std::string write(const std::string& value, const KeySpec&) {
  return in_quotes_unless_empty(value);
}

std::string write(const std::filesystem::path& value, const KeySpec&) {
  return in_quotes_unless_empty(value.string());
}

std::string write(const GenesisHash& value, const KeySpec&) {
  return in_quotes(to_hex(value.view()));
}

std::string write(const SecretReference& value, const KeySpec&) {
  return in_quotes_unless_empty(value.to_string());
}

std::string write_item(const Endpoint& item) { return in_quotes(to_string(item)); }

std::string write_item(const std::string& item) { return in_quotes(item); }

template <class Item>
std::string write_items(const std::vector<Item>& items);

std::string write_item(const PeerEntry& item) {
  return "{validator: " + in_quotes(item.validator) +
         ", addresses: " + write_items(item.addresses) + "}";
}

template <class Item>
std::string write_items(const std::vector<Item>& items) {
  std::string text;
  for (const Item& item : items) {
    text += (text.empty() ? "" : ", ") + write_item(item);
  }
  return "[" + text + "]";
}

template <class Item>
std::string write(const std::vector<Item>& value, const KeySpec&) {
  return write_items(value);
}

template <class Enum>
requires std::is_enum_v<Enum> std::string write(Enum value, const KeySpec& key) {
  return std::string{key.choices[static_cast<std::size_t>(value)]};
}

std::string name_of(const bool&, const KeySpec&) { return "true or false"; }

std::string name_of(const std::uint64_t&, const KeySpec& key) {
  return key.unit == Unit::Bytes ? "size" : "number";
}

std::string name_of(const Duration&, const KeySpec&) { return "time"; }

std::string name_of(const std::string&, const KeySpec&) { return "text"; }

std::string name_of(const std::filesystem::path&, const KeySpec&) { return "path"; }

std::string name_of(const GenesisHash&, const KeySpec&) { return "64 hex digits"; }

std::string name_of(const SecretReference&, const KeySpec&) { return "secret reference"; }

std::string name_of(const std::vector<Endpoint>&, const KeySpec&) { return "list of host:port"; }

std::string name_of(const std::vector<std::string>&, const KeySpec&) { return "list of texts"; }

std::string name_of(const std::vector<PeerEntry>&, const KeySpec&) { return "list of peers"; }

template <class Enum>
requires std::is_enum_v<Enum> std::string name_of(const Enum&, const KeySpec& key) {
  std::string text;
  for (const std::string_view choice : key.choices) {
    text += (text.empty() ? "" : ", ") + std::string{choice};
  }
  return text;
}

}  // namespace

std::string write_field(const Config& config, const KeySpec& key) {
  // A Field hands out a reference to change; the copy keeps the caller's Config const.
  Config copy = config;
  return std::visit([&](auto field) { return write(field(copy), key); }, key.field);
}

std::string type_name(const KeySpec& key) {
  Config scratch;
  return std::visit([&](auto field) { return name_of(field(scratch), key); }, key.field);
}

}  // namespace vitalstream::node
