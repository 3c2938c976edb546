#include "node/config/schema.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <type_traits>

#include "node/config/field_read.hpp"
#include "node/config/key_table.hpp"

namespace vitalstream::node {
namespace {

namespace json = boost::json;

constexpr std::string_view kEndpointPattern =
    R"(^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}$)";

json::object number_schema(const KeySpec& key) {
  json::object number{{"type", "integer"}, {"minimum", key.least}, {"maximum", key.most}};
  if (key.unit != Unit::Bytes) {
    return number;
  }
  const json::object sized{{"type", "string"}, {"pattern", "^[0-9]+([KMG]iB)?$"}};
  return {{"anyOf", json::array{number, sized}}};
}

json::object list_of(json::object items) {
  return {{"type", "array"}, {"uniqueItems", true}, {"items", std::move(items)}};
}

json::object endpoint_schema() { return {{"type", "string"}, {"pattern", kEndpointPattern}}; }

json::object schema_of(const bool&, const KeySpec&) { return {{"type", "boolean"}}; }
json::object schema_of(const std::uint64_t&, const KeySpec& key) { return number_schema(key); }
json::object schema_of(const Duration&, const KeySpec& key) { return number_schema(key); }

json::object schema_of(const std::string&, const KeySpec&) {
  return {{"type", "string"}, {"minLength", 1}};
}

json::object schema_of(const std::filesystem::path&, const KeySpec&) {
  return {{"type", "string"}, {"minLength", 1}};
}

json::object schema_of(const GenesisHash&, const KeySpec&) {
  return {{"type", "string"}, {"pattern", "^[0-9A-Fa-f]{64}$"}};
}

json::object schema_of(const SecretReference&, const KeySpec&) {
  return {{"type", "string"}, {"pattern", "^(file|env):.+$"}};
}

json::object schema_of(const std::vector<Endpoint>&, const KeySpec&) {
  return list_of(endpoint_schema());
}

json::object schema_of(const std::vector<std::string>&, const KeySpec&) {
  return list_of({{"type", "string"}, {"minLength", 1}});
}

json::object schema_of(const std::vector<PeerEntry>&, const KeySpec&) {
  json::object addresses = list_of(endpoint_schema());
  addresses["minItems"] = 1;
  const json::object properties{
      {"validator", json::object{{"type", json::array{"string", "integer"}}}},
      {"addresses", addresses}};
  return list_of({{"type", "object"},
                  {"properties", properties},
                  {"required", json::array{"validator", "addresses"}},
                  {"additionalProperties", false}});
}

template <class Enum>
requires std::is_enum_v<Enum> json::object schema_of(const Enum&, const KeySpec& key) {
  json::array choices;
  for (const std::string_view choice : key.choices) {
    choices.emplace_back(choice);
  }
  return {{"enum", choices}};
}

json::value default_value(const KeySpec& key) {
  const bool is_bool = std::holds_alternative<FieldOf<bool>>(key.field);
  const bool is_digits = std::all_of(key.default_text.begin(), key.default_text.end(),
                                     [](char c) { return c >= '0' && c <= '9'; });
  if (is_bool || is_digits || is_list(key)) {
    return json::parse(json::string_view{key.default_text.data(), key.default_text.size()});
  }
  return json::string{key.default_text};
}

json::object key_schema(const KeySpec& key) {
  Config scratch;
  json::object schema =
      std::visit([&](auto field) { return schema_of(field(scratch), key); }, key.field);
  schema["description"] = key.doc;
  if (!key.default_text.empty()) {
    schema["default"] = default_value(key);
  }
  return schema;
}

json::object empty_section() {
  return {{"type", "object"}, {"properties", json::object{}}, {"additionalProperties", false}};
}

// Puts one key below the sections of its path. A required key makes none of its sections required:
// the environment may give it.
void insert_key(json::object& root, const KeySpec& key) {
  json::object* section = &root;
  std::string_view path = key.path;
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    json::object& properties = section->at("properties").as_object();
    const std::string_view name = path.substr(0, dot);
    if (!properties.contains(name)) {
      properties[name] = empty_section();
    }
    section = &properties.at(name).as_object();
    path.remove_prefix(dot + 1);
  }
  section->at("properties").as_object()[path] = key_schema(key);
}

}  // namespace

std::string config_schema() {
  json::object root = empty_section();
  root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  root["title"] = "VitalStream node configuration";
  for (const KeySpec& key : key_table()) {
    insert_key(root, key);
  }
  return json::serialize(root) + "\n";
}

}  // namespace vitalstream::node
