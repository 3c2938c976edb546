#pragma once
// From file, environment and flags to a checked Config. Called once at start, and by the `config`
// subcommands. Precedence: flag, then environment, then file, then default. All problems are
// reported together, and nothing is accepted half.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "node/config/config.hpp"
#include "node/config/problem.hpp"

namespace vitalstream::node {

// Everything a configuration is made of, as texts.
struct Sources {
  std::filesystem::path file;  // its folder is where relative paths in it start
  std::string file_text;
  std::filesystem::path working_folder;  // where other relative paths, and `file`'s, start
  std::map<std::string, std::string> environment;  // all of the process's variables
  std::map<std::string, std::string> flags;        // key path to value
};

struct LoadedConfig {
  Config config;
  // Key path to where its value came from; keys with their default are not listed.
  std::map<std::string, std::string> origins;
};

[[nodiscard]] Result<LoadedConfig, Problems> load(const Sources& sources);

// Only section `keys`, whatever the rest says or lacks: a validator's key is looked at before there
// is a genesis that names it.
[[nodiscard]] Result<LoadedConfig, Problems> load_keys(const Sources& sources);

// The variables of this process.
[[nodiscard]] std::map<std::string, std::string> process_environment();

// Reads the file and this process's environment, then `load`s.
[[nodiscard]] Result<LoadedConfig, Problems> load_file(
    const std::filesystem::path& file, const std::map<std::string, std::string>& flags);
// The same with `load_keys`; without a file where `file` is empty.
[[nodiscard]] Result<LoadedConfig, Problems> load_keys_file(
    const std::filesystem::path& file, const std::map<std::string, std::string>& flags);

}  // namespace vitalstream::node
