// vitalstream config
#include <memory>

#include "net/rpc/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"
#include "node/config/print.hpp"
#include "node/config/schema.hpp"

namespace vitalstream::cli {
namespace {

void validate(const ConfigOptions& options, Context& context) {
  if (load_config(options, context)) {
    std::string json;
    net::JsonWriter(json).begin_object().name("valid").boolean(true).end_object();
    context.print(options.file.string() + " is valid", json);
  }
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
  CLI::App* validate_command =
      group->add_subcommand("validate", "Report everything that is wrong with it; exit 2 if so");
  add_config_options(*validate_command, *options);
  validate_command->callback([options, &context] { validate(*options, context); });
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
