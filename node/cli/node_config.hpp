#pragma once
// The configuration of a subcommand that works on a node's own files: `--config FILE`, and a flag
// per key of the key table, for those who must override one.

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "node/cli/context.hpp"
#include "node/config/load.hpp"

namespace vitalstream::cli {

struct ConfigOptions {
  std::filesystem::path file = "config.yaml";
  std::map<std::string, std::string> flags;  // key path to value
};

void add_config_options(CLI::App& command, ConfigOptions& options);

// Nothing after it has told the context what is wrong.
[[nodiscard]] std::optional<node::LoadedConfig> load_config(const ConfigOptions& options,
                                                            Context& context);

// Tells the context what is wrong with a configuration, all of it.
void tell_problems(const node::Problems& problems, Context& context);

}  // namespace vitalstream::cli
