#include "node/cli/help_format.hpp"

#include <utility>

namespace vitalstream::cli {

std::string HelpFormat::make_help(const CLI::App* app, std::string name,
                                  CLI::AppFormatMode mode) const {
  lists_config_keys_ = mode == CLI::AppFormatMode::All;
  return CLI::Formatter::make_help(app, std::move(name), mode);
}

std::string HelpFormat::make_group(std::string group, bool is_positional,
                                   std::vector<const CLI::Option*> options) const {
  if (group == kConfigGroup && !lists_config_keys_) {
    return "\n" + group + ":\n  Each is also an option, --data-dir for `data_dir`; --help-all" +
           " lists all " + std::to_string(options.size()) + "\n";
  }
  return CLI::Formatter::make_group(std::move(group), is_positional, std::move(options));
}

}  // namespace vitalstream::cli
