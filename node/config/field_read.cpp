#include "node/config/field_read.hpp"

#include <algorithm>
#include <charconv>
#include <type_traits>
#include <utility>

#include "base/hex.hpp"
#include "node/config/yaml_document.hpp"

namespace vitalstream::node {
namespace {

using Advice = std::optional<std::string>;  // nothing: all is well
namespace fs = std::filesystem;

constexpr std::size_t kListItemsMax = 1'000;
constexpr std::size_t kTextCharsMax = 4'096;

// Leading zeros are refused: to some readers of YAML they are octal.
std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool has_leading_zero = text.size() > 1 && text.front() == '0';
  if (text.empty() || has_leading_zero || error != std::errc{} ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

// A plain number, or one of KiB, MiB, GiB where the key counts bytes.
std::optional<std::uint64_t> parse_sized(std::string_view text, Unit unit) {
  constexpr std::pair<std::string_view, unsigned> kSuffixes[] = {
      {"KiB", 10}, {"MiB", 20}, {"GiB", 30}};
  unsigned shift = 0;
  for (const auto& [suffix, suffix_shift] : kSuffixes) {
    if (unit == Unit::Bytes && text.ends_with(suffix)) {
      text.remove_suffix(suffix.size());
      shift = suffix_shift;
      break;
    }
  }
  const auto number = parse_number(text);
  if (!number || *number > (std::numeric_limits<std::uint64_t>::max() >> shift)) {
    return std::nullopt;
  }
  return *number << shift;
}

std::string number_advice(const KeySpec& key) {
  const std::string unit = key.unit == Unit::None ? "" : " " + std::string{to_string(key.unit)};
  return "write a number from " + std::to_string(key.least) + " to " + std::to_string(key.most) +
         unit + (key.unit == Unit::Bytes ? ", such as 262144 or 256KiB" : "");
}

Advice wrong_shape(const RawValue& value) {
  if (value.shape == RawValue::Shape::Scalar) {
    return std::nullopt;
  }
  return "write a single value";
}

Advice read(std::uint64_t& field, const KeySpec& key, const RawValue& value) {
  const auto number = parse_sized(value.text, key.unit);
  if (!number || *number < key.least || *number > key.most) {
    return number_advice(key);
  }
  field = *number;
  return std::nullopt;
}

Advice read(Duration& field, const KeySpec& key, const RawValue& value) {
  std::uint64_t number = 0;
  if (const Advice advice = read(number, key, value)) {
    return advice;
  }
  field = Duration{static_cast<std::int64_t>(number) * microseconds_per(key.unit)};
  return std::nullopt;
}

Advice read(bool& field, const KeySpec&, const RawValue& value) {
  if (value.text != "true" && value.text != "false") {
    return "write true or false";
  }
  field = value.text == "true";
  return std::nullopt;
}

Advice read(std::string& field, const KeySpec&, const RawValue& value) {
  if (value.text.empty() || value.text.size() > kTextCharsMax) {
    return "write a text, or leave the key out";
  }
  field = value.text;
  return std::nullopt;
}

Advice read(fs::path& field, const KeySpec&, const RawValue& value) {
  const bool has_nul = value.text.find('\0') != std::string::npos;
  if (value.text.empty() || value.text.size() > kTextCharsMax || has_nul) {
    return "write a path, or leave the key out";
  }
  field = value.text;
  return std::nullopt;
}

Advice read(GenesisHash& field, const KeySpec&, const RawValue& value) {
  const auto bytes = from_hex(value.text);
  const auto hash = bytes ? GenesisHash::from(*bytes) : std::nullopt;
  if (!hash) {
    return "write the 64 hexadecimal digits that `vitalstream genesis hash` prints";
  }
  field = *hash;
  return std::nullopt;
}

Advice read(SecretReference& field, const KeySpec&, const RawValue& value) {
  const auto reference = SecretReference::parse(value.text);
  if (!reference) {
    return "a secret is never written here: write file:PATH or env:NAME";
  }
  field = *reference;
  return std::nullopt;
}

template <class Enum>
requires std::is_enum_v<Enum> Advice read(Enum& field, const KeySpec& key, const RawValue& value) {
  const auto chosen = std::find(key.choices.begin(), key.choices.end(), value.text);
  if (chosen == key.choices.end()) {
    std::string advice = "write one of";
    for (const std::string_view choice : key.choices) {
      advice += (choice == key.choices.front() ? " " : ", ") + std::string{choice};
    }
    return advice;
  }
  field = static_cast<Enum>(chosen - key.choices.begin());
  return std::nullopt;
}

Advice read_item(Endpoint& item, const RawValue& value) {
  const auto endpoint =
      value.shape == RawValue::Shape::Scalar ? parse_endpoint(value.text) : std::nullopt;
  if (!endpoint) {
    return "write host:port, with an IPv6 address in brackets: [::1]:8545";
  }
  item = *endpoint;
  return std::nullopt;
}

Advice read_item(std::string& item, const RawValue& value) {
  if (value.shape != RawValue::Shape::Scalar || value.text.empty()) {
    return "write a list of texts";
  }
  item = value.text;
  return std::nullopt;
}

template <class Item>
Advice read_items(std::vector<Item>& field, const std::vector<RawValue>& values);

Advice read_item(PeerEntry& item, const RawValue& value) {
  const std::string advice =
      "each peer is {validator: NAME, addresses: [\"host:port\"]} with at least one address";
  if (value.shape != RawValue::Shape::Section || value.members.size() != 2) {
    return advice;
  }
  for (const auto& [name, member] : value.members) {
    if (name == "validator" && member.shape == RawValue::Shape::Scalar) {
      item.validator = member.text;
    } else if (name == "addresses" && member.shape == RawValue::Shape::List) {
      if (const Advice wrong = read_items(item.addresses, member.items)) {
        return wrong;
      }
    } else {
      return advice;
    }
  }
  const bool dialable = std::none_of(item.addresses.begin(), item.addresses.end(),
                                     [](const Endpoint& address) { return address.port == 0; });
  return item.validator.empty() || item.addresses.empty() || !dialable ? Advice{advice}
                                                                       : std::nullopt;
}

template <class Item>
Advice read_items(std::vector<Item>& field, const std::vector<RawValue>& values) {
  if (values.size() > kListItemsMax) {
    return "the list has more than " + std::to_string(kListItemsMax) + " items";
  }
  std::vector<Item> items;
  for (const RawValue& value : values) {
    Item item;
    if (const Advice advice = read_item(item, value)) {
      return advice;
    }
    if (std::find(items.begin(), items.end(), item) != items.end()) {
      return "an item is given twice";
    }
    items.push_back(std::move(item));
  }
  field = std::move(items);
  return std::nullopt;
}

template <class Item>
Advice read(std::vector<Item>& field, const KeySpec&, const RawValue& value) {
  if (value.shape != RawValue::Shape::List) {
    return "write a list: [first, second]";
  }
  return read_items(field, value.items);
}

RawValue comma_separated(std::string_view text) {
  RawValue list;
  list.shape = RawValue::Shape::List;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    list.items.push_back(raw_scalar(text.substr(0, comma)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return list;
}

}  // namespace

bool is_list(const KeySpec& key) {
  return std::holds_alternative<FieldOf<std::vector<Endpoint>>>(key.field) ||
         std::holds_alternative<FieldOf<std::vector<std::string>>>(key.field) ||
         std::holds_alternative<FieldOf<std::vector<PeerEntry>>>(key.field);
}

bool is_secret(const KeySpec& key) {
  return std::holds_alternative<FieldOf<SecretReference>>(key.field);
}

Advice read_field(Config& config, const KeySpec& key, const RawValue& value) {
  if (!is_list(key)) {
    if (const Advice advice = wrong_shape(value)) {
      return advice;
    }
  }
  return std::visit([&](auto field) { return read(field(config), key, value); }, key.field);
}

void resolve_path(Config& config, const KeySpec& key, const fs::path& folder) {
  if (const auto* path_of = std::get_if<FieldOf<fs::path>>(&key.field)) {
    fs::path& path = (*path_of)(config);
    path = path.empty() ? path : (folder / path).lexically_normal();
  } else if (const auto* secret_of = std::get_if<FieldOf<SecretReference>>(&key.field)) {
    SecretReference& secret = (*secret_of)(config);
    secret = secret.relative_to(folder);
  }
}

RawValue raw_from_text(const KeySpec& key, std::string_view text) {
  if (!is_list(key)) {
    return raw_scalar(text);
  }
  // "[::1]:8545" begins like a list, but does not end like one.
  if (!text.starts_with('[') || !text.ends_with(']')) {
    return comma_separated(text);
  }
  auto parsed = parse_yaml(text);
  return parsed ? *std::move(parsed) : raw_scalar(text);
}

}  // namespace vitalstream::node
