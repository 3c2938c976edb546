#include "node/config/load.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "node/config/field_read.hpp"
#include "node/config/key_rules.hpp"
#include "node/config/layers.hpp"
#include "node/config/rules.hpp"
#include "node/config/yaml_document.hpp"

namespace vitalstream::node {
namespace {

using Failed = std::set<std::string_view>;  // keys without a valid value

Problem problem_of(const KeySpec& key, const Setting& setting, const std::string& advice) {
  return {.key = std::string{key.path},
          .value = is_secret(key) ? "(not shown)" : shown(setting.value),
          .advice = advice,
          .origin = setting.origin};
}

Problem missing(const KeySpec& key) {
  return {.key = std::string{key.path},
          .value = {},
          .advice = "required, and not given in file, environment or flags",
          .origin = {}};
}

// Fills one field; a key that could not be filled is added to the failed ones.
void type_key(const KeySpec& key, const Sources& sources, Layers& layers, LoadedConfig& loaded,
              Failed& failed) {
  const auto found = layers.settings.find(key.path);
  if (found == layers.settings.end()) {
    if (key.need == Need::Required) {
      layers.problems.push_back(missing(key));
      failed.insert(key.path);
    }
    return;
  }
  const Setting& setting = found->second;
  if (const auto advice = read_field(loaded.config, key, setting.value)) {
    layers.problems.push_back(problem_of(key, setting, *advice));
    failed.insert(key.path);
    return;
  }
  // What stands in the file is meant from its folder; what the shell gave, from where it runs.
  const bool from_file = setting.layer == Layer::Default || setting.layer == Layer::File;
  const auto file_folder = sources.working_folder / sources.file.parent_path();
  resolve_path(loaded.config, key, from_file ? file_folder : sources.working_folder);
  if (!setting.origin.empty()) {
    loaded.origins.emplace(key.path, setting.origin);
  }
}

// A rule that looked at a key which has a problem already would only repeat it.
bool is_judgeable(const BrokenRule& rule, const Failed& failed) {
  return !failed.contains(rule.key) &&
         std::none_of(rule.involved.begin(), rule.involved.end(),
                      [&](std::string_view key) { return failed.contains(key); });
}

void apply_rules(const std::vector<BrokenRule>& broken, const Failed& failed, Layers& layers) {
  for (const BrokenRule& rule : broken) {
    if (!is_judgeable(rule, failed)) {
      continue;
    }
    const auto setting = layers.settings.find(rule.key);
    const KeySpec* key = find_key(rule.key);
    if (setting != layers.settings.end()) {
      layers.problems.push_back(problem_of(*key, setting->second, rule.advice));
    } else {
      layers.problems.push_back(
          {.key = std::string{rule.key}, .value = {}, .advice = rule.advice, .origin = {}});
    }
  }
}

bool is_of_keys(std::string_view path) { return path.starts_with("keys."); }

// About the document as a whole: it cannot be told what it gives, so nothing is said to be missing.
std::optional<Problems> unreadable(const Layers& layers) {
  Problems whole;
  std::ranges::copy_if(layers.problems, std::back_inserter(whole),
                       [](const Problem& problem) { return problem.key.empty(); });
  return whole.empty() ? std::nullopt : std::optional(std::move(whole));
}

Result<LoadedConfig, Problems> outcome(LoadedConfig loaded, Layers layers) {
  if (!layers.problems.empty()) {
    return std::move(layers.problems);
  }
  return loaded;
}

// The text of the file, or why there is none.
Result<std::string, Problems> read_text(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::string text(kConfigBytesMax + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!stream.is_open() || stream.bad()) {
    return Problems{{.key = {},
                     .value = {},
                     .advice = "the file cannot be read; does it exist, and may we read it?",
                     .origin = file.string()}};
  }
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

Sources sources_of(const std::filesystem::path& file, std::string text,
                   const std::map<std::string, std::string>& flags) {
  return {.file = file,
          .file_text = std::move(text),
          .working_folder = std::filesystem::current_path(),
          .environment = process_environment(),
          .flags = flags};
}

}  // namespace

Result<LoadedConfig, Problems> load(const Sources& sources) {
  Layers layers = collect_layers(sources);
  if (auto problems = unreadable(layers)) {
    return std::move(*problems);
  }
  LoadedConfig loaded;
  Failed failed;
  for (const KeySpec& key : key_table()) {
    type_key(key, sources, layers, loaded, failed);
  }
  apply_rules(broken_rules(loaded.config), failed, layers);
  return outcome(std::move(loaded), std::move(layers));
}

Result<LoadedConfig, Problems> load_keys(const Sources& sources) {
  Layers layers = collect_layers(sources);
  if (auto problems = unreadable(layers)) {
    return std::move(*problems);
  }
  std::erase_if(layers.problems, [](const Problem& problem) { return !is_of_keys(problem.key); });
  LoadedConfig loaded;
  Failed failed;
  for (const KeySpec& key : key_table()) {
    if (is_of_keys(key.path)) {
      type_key(key, sources, layers, loaded, failed);
    }
  }
  std::vector<BrokenRule> broken;
  check_keys(loaded.config.keys, broken);
  apply_rules(broken, failed, layers);
  return outcome(std::move(loaded), std::move(layers));
}

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return variables;
}

Result<LoadedConfig, Problems> load_file(const std::filesystem::path& file,
                                         const std::map<std::string, std::string>& flags) {
  auto text = read_text(file);
  return text ? load(sources_of(file, *std::move(text), flags))
              : Result<LoadedConfig, Problems>(text.error());
}

Result<LoadedConfig, Problems> load_keys_file(const std::filesystem::path& file,
                                              const std::map<std::string, std::string>& flags) {
  auto text = file.empty() ? Result<std::string, Problems>(std::string()) : read_text(file);
  return text ? load_keys(sources_of(file, *std::move(text), flags))
              : Result<LoadedConfig, Problems>(text.error());
}

}  // namespace vitalstream::node
