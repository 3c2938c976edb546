#include "node/config/layers.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "node/config/edit_distance.hpp"
#include "node/config/field_read.hpp"
#include "node/config/own_variables.hpp"
#include "node/config/yaml_document.hpp"

namespace vitalstream::node {
namespace {

constexpr std::string_view kVariableReference = "env:";

bool is_section(std::string_view path) {
  const auto keys = key_table();
  return std::any_of(keys.begin(), keys.end(), [&](const KeySpec& key) {
    return key.path.size() > path.size() && key.path.starts_with(path) &&
           key.path[path.size()] == '.';
  });
}

std::string_view nearest_key(std::string_view path) {
  std::vector<std::string_view> paths;
  for (const KeySpec& key : key_table()) {
    paths.push_back(key.path);
  }
  return nearest(path, paths);
}

std::string file_origin(const Sources& sources, int line) {
  const std::string name = sources.file.empty() ? "configuration" : sources.file.string();
  return line == 0 ? name : name + ":" + std::to_string(line);
}

void collect_defaults(Layers& layers) {
  for (const KeySpec& key : key_table()) {
    if (!key.default_text.empty()) {
      layers.settings[key.path] = {raw_from_text(key, key.default_text), Layer::Default, {}};
    }
  }
}

// Walks down the sections of the file; `prefix` is the path so far.
void collect_section(Layers& layers, const Sources& sources, const RawValue& section,
                     const std::string& prefix) {
  for (const auto& [name, value] : section.members) {
    const std::string path = prefix.empty() ? name : prefix + "." + name;
    const std::string origin = file_origin(sources, value.line);
    if (const KeySpec* key = find_key(path)) {
      layers.settings[key->path] = {value, Layer::File, origin};
    } else if (!is_section(path)) {
      layers.problems.push_back({.key = path,
                                 .value = {},
                                 .advice = "unknown key; the nearest known one is `" +
                                           std::string{nearest_key(path)} + "`",
                                 .origin = origin});
    } else if (value.shape == RawValue::Shape::Section) {
      collect_section(layers, sources, value, path);
    } else if (value.shape == RawValue::Shape::List || !value.text.empty()) {
      layers.problems.push_back({.key = path,
                                 .value = {},
                                 .advice = "this is a section: indent its keys below it",
                                 .origin = origin});
    }
  }
}

void collect_file(Layers& layers, const Sources& sources) {
  const auto document = parse_yaml(sources.file_text);
  if (!document) {
    layers.problems.push_back({.key = {},
                               .value = {},
                               .advice = "not readable as YAML: " + document.error().reason,
                               .origin = file_origin(sources, document.error().line)});
  } else if (document->shape != RawValue::Shape::Section) {
    layers.problems.push_back({.key = {},
                               .value = {},
                               .advice = "write sections and keys, as docs/configuration.md shows",
                               .origin = file_origin(sources, document->line)});
  } else {
    collect_section(layers, sources, *document, "");
  }
}

// Our own name comes first: who writes VITALSTREAM_ means this program.
std::vector<std::string> variable_names(const KeySpec& key) {
  std::vector<std::string> names{variable_name(key)};
  names.insert(names.end(), key.other_variables.begin(), key.other_variables.end());
  return names;
}

// Where a key says where a secret is, another tool's variable holds the secret itself: it stays
// there, and is only pointed to.
RawValue variable_value(const KeySpec& key, const std::string& name, const std::string& text) {
  const bool is_pointed_to = is_secret(key) && name != variable_name(key);
  return raw_from_text(key, is_pointed_to ? std::string(kVariableReference) + name : text);
}

void collect_environment(Layers& layers, const Sources& sources) {
  for (const KeySpec& key : key_table()) {
    for (const std::string& name : variable_names(key)) {
      const auto variable = sources.environment.find(name);
      if (variable != sources.environment.end() && !variable->second.empty()) {
        layers.settings[key.path] = {variable_value(key, name, variable->second),
                                     Layer::Environment, "environment variable " + name};
        break;
      }
    }
  }
}

// What secrets are pointed to by name in the environment.
std::vector<std::string> referenced_variables(const Layers& layers) {
  std::vector<std::string> names;
  for (const auto& [path, setting] : layers.settings) {
    const std::string_view text = setting.value.text;
    if (is_secret(*find_key(path)) && text.starts_with(kVariableReference)) {
      names.emplace_back(text.substr(kVariableReference.size()));
    }
  }
  return names;
}

void report_misspelt_variables(Layers& layers, const Sources& sources) {
  for (Problem& problem : misspelt_variables(sources.environment, referenced_variables(layers))) {
    layers.problems.push_back(std::move(problem));
  }
}

void collect_flags(Layers& layers, const Sources& sources) {
  for (const auto& [path, text] : sources.flags) {
    if (const KeySpec* key = find_key(path)) {
      layers.settings[key->path] = {raw_from_text(*key, text), Layer::Flag,
                                    "flag " + flag_name(*key)};
    } else {
      layers.problems.push_back({.key = path,
                                 .value = {},
                                 .advice = "unknown key; the nearest known one is `" +
                                           std::string{nearest_key(path)} + "`",
                                 .origin = "flag"});
    }
  }
}

}  // namespace

Layers collect_layers(const Sources& sources) {
  Layers layers;
  collect_defaults(layers);
  collect_file(layers, sources);
  collect_environment(layers, sources);
  collect_flags(layers, sources);
  report_misspelt_variables(layers, sources);
  return layers;
}

}  // namespace vitalstream::node
