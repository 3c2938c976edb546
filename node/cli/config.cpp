// vitalstream config
#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

#include "json/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"
#include "node/config/named_files.hpp"
#include "node/config/print.hpp"
#include "node/config/schema.hpp"
#include "node/process/resource_fit.hpp"

namespace vitalstream::cli {
namespace {

struct ValidateOptions {
  ConfigOptions config;
  bool looks_at_files = false;
};

// What the node may come to need, beside what this machine allows.
struct Needed {
  std::vector<node::ResourceSum> sums;
  node::MachineLimits limits;
};

Needed needed_by(const node::Config& config) {
  const std::size_t validators = config.network.peers.size() + 1;
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  Needed needed{{}, node::read_machine_limits(config.data_dir)};
  for (const node::Resource resource : node::kResources) {
    needed.sums.push_back(node::sum_of(resource, config, validators, cores));
  }
  return needed;
}

std::string words_of(const Needed& needed) {
  std::string words;
  for (const node::ResourceSum& sum : needed.sums) {
    words += "\n" + node::sum_words(sum, needed.limits.of(sum.resource));
  }
  return words;
}

void write_needed(const Needed& needed, JsonWriter& writer) {
  writer.name("resources").begin_array();
  for (const node::ResourceSum& sum : needed.sums) {
    writer.begin_object().name("resource").text(node::to_string(sum.resource));
    writer.name("needed").number(sum.total());
    if (const auto& allowed = needed.limits.of(sum.resource)) {
      writer.name("allowed").number(allowed->amount);
    }
    writer.name("addends").begin_array();
    for (const node::Addend& one : sum.addends) {
      writer.begin_object().name("what").text(one.what);
      writer.name("amount").number(one.amount).end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array();
}

// On the node's machine only: elsewhere other limits hold.
bool fits(const Needed& needed, Context& context) {
  for (const node::ResourceSum& sum : needed.sums) {
    if (const auto refused = node::refuse_sum(sum, needed.limits.of(sum.resource))) {
      context.fail(ExitCode::Usage, *refused);
      return false;
    }
  }
  return true;
}

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
  const Needed needed = needed_by(loaded->config);
  if (options.looks_at_files && !fits(needed, context)) {
    return;
  }
  std::string json;
  JsonWriter writer(json);
  writer.begin_object().name("valid").boolean(true);
  writer.name("filesLookedAt").boolean(options.looks_at_files);
  write_needed(needed, writer);
  writer.end_object();
  context.print(options.config.file.string() +
                    (options.looks_at_files
                         ? " is valid, and the files that it names can be read"
                         : " is valid; the files that it names were not looked at (--files)") +
                    "\nIt may need, here in a network of " +
                    std::to_string(loaded->config.network.peers.size() + 1) +
                    " validators:" + words_of(needed),
                json);
}

void print(const ConfigOptions& options, Context& context) {
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  const std::string yaml = node::print_config(*loaded);
  std::string json;
  JsonWriter(json).begin_object().name("yaml").text(yaml).end_object();
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
                             "and this user may read them, and whether what the node may need is "
                             "allowed: on the node's machine");
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
