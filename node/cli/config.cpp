// vitalstream config
#include <memory>

#include "net/rpc/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"
#include "node/config/named_files.hpp"
#include "node/config/print.hpp"
#include "node/config/schema.hpp"

namespace vitalstream::cli {
namespace {

struct ValidateOptions {
  ConfigOptions config;
  bool looks_at_files = false;
};

void validate(const ValidateOptions& options, Context& context) {
  const auto loaded = load_config(options.config, context);
  if (!loaded) {
    return;
  }
  if (options.looks_at_files) {
    if (const auto problems = node::problems_of_named_files(*loaded); !problems.empty()) {
      tell_problems(problems, context);
      return;
    }
  }
  std::string json;
  net::JsonWriter writer(json);
  writer.begin_object().name("valid").boolean(true);
  writer.name("filesLookedAt").boolean(options.looks_at_files).end_object();
  context.print(options.config.file.string() +
                    (options.looks_at_files
                         ? " is valid, and the files that it names can be read"
                         : " is valid; the files that it names were not looked at (--files)"),
                json);
}

void print(const ConfigOptions& options, Context& context) {
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  const std::string yaml = node::print_config(*loaded);
  std::string json;
  net::JsonWriter(json).begin_object().name("yaml").text(yaml).end_object();
  context.print(yaml, json);
}

}  // namespace

void add_config(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("config", "Check and show a node's configuration");
  group->require_subcommand(1);
  const auto options = std::make_shared<ConfigOptions>();
  const auto validated = std::make_shared<ValidateOptions>();
  CLI::App* validate_command =
      group->add_subcommand("validate", "Report everything that is wrong with it; exit 2 if so");
  validate_command->add_flag("--files", validated->looks_at_files,
                             "Also look whether the files and variables that it names are there "
                             "and this user may read them: on the node's machine");
  add_config_options(*validate_command, validated->config);
  validate_command->callback([validated, &context] { validate(*validated, context); });
  CLI::App* print_command =
      group->add_subcommand("print", "Show every value in force and where it came from");
  add_config_options(*print_command, *options);
  print_command->callback([options, &context] { print(*options, context); });
  group->add_subcommand("schema", "Print a JSON Schema for editors")->callback([&context] {
    const std::string schema = node::config_schema();
    context.print(schema, schema);
  });
}

}  // namespace vitalstream::cli
