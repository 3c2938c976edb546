#include "node/cli/node_config.hpp"

#include <boost/json/array.hpp>
#include <variant>

#include "node/cli/help_format.hpp"
#include "node/config/key_table.hpp"

namespace vitalstream::cli {

void add_config_options(CLI::App& command, ConfigOptions& options) {
  command.add_option("--config", options.file, "The node's configuration file")
      ->capture_default_str()
      ->type_name("FILE");
  for (const node::KeySpec& key : node::key_table()) {
    const std::string path(key.path);
    const bool is_switch = std::holds_alternative<node::FieldOf<bool>>(key.field);
    CLI::Option* option = command.add_option_function<std::string>(
        node::flag_name(key),
        [&options, path, is_switch](const std::string& value) {
          options.flags[path] = is_switch && value.empty() ? "true" : value;
        },
        std::string(key.doc));
    option->group(kConfigGroup);
    if (is_switch) {
      option->expected(0, 1)->type_name("[true|false]");
    }
  }
}

void tell_problems(const node::Problems& problems, Context& context) {
  std::string reasons;
  boost::json::array lines;
  for (const node::Problem& problem : problems) {
    lines.emplace_back(node::to_string(problem));
    reasons += (reasons.empty() ? "" : "\n") + node::to_string(problem);
  }
  context.fail(ExitCode::Usage, reasons, {{"problems", std::move(lines)}});
}

std::optional<node::LoadedConfig> load_config(const ConfigOptions& options, Context& context) {
  auto loaded = node::load_file(options.file, options.flags);
  if (!loaded) {
    tell_problems(loaded.error(), context);
    return std::nullopt;
  }
  return std::move(*loaded);
}

}  // namespace vitalstream::cli
