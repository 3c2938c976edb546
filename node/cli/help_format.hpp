#pragma once
// HelpFormat: what `--help` prints. The keys of the configuration, which are options of every
// subcommand that takes one, are listed by `--help-all` only: they would bury the others. Given to
// CLI11 by main; node_config puts the keys into their group.

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace vitalstream::cli {

inline constexpr const char* kConfigGroup = "Configuration keys (docs/configuration.md)";

class HelpFormat final : public CLI::Formatter {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
  std::string make_group(std::string group, bool is_positional,
                         std::vector<const CLI::Option*> options) const override;

 private:
  // CLI11 does not tell make_group for whom it is asked, and formats through a const pointer.
  mutable bool lists_config_keys_ = false;
};

}  // namespace vitalstream::cli
