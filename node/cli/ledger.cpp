// vitalstream ledger
#include <algorithm>
#include <memory>

#include "json/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/keys/generation_table.hpp"
#include "node/cli/ledger_rebuild.hpp"
#include "node/cli/ledger_verify.hpp"
#include "node/cli/node_config.hpp"
#include "node/upkeep/ledger_usage.hpp"

namespace vitalstream::cli {
namespace {

constexpr std::size_t kNameColumns = 25;

std::string describe(const node::LedgerUsage& usage) {
  std::string text;
  for (const node::UsageRow& row : usage.rows) {
    const std::string generation =
        row.generation ? std::to_string(row.generation->value()) : std::string("?");
    std::string name = row.name;
    name.resize(std::max(kNameColumns, name.size()), ' ');
    text += name + "generation " + generation + "  " + std::to_string(row.files) + " files  " +
            in_words(row.bytes) + "\n";
  }
  return text + to_text(usage.generations);
}

std::string to_json(const node::LedgerUsage& usage) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().name("families").begin_array();
  for (const node::UsageRow& row : usage.rows) {
    json.begin_object().name("name").text(row.name).name("generation");
    if (row.generation) {
      json.number(row.generation->value());
    } else {
      json.null();
    }
    json.name("files").number(row.files).name("bytes").number(row.bytes).end_object();
  }
  json.end_array().name("generations");
  write(json, usage.generations);
  json.end_object();
  return text;
}

void show_usage(const ConfigOptions& options, Context& context) {
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  const auto usage = node::measure_ledger(loaded->config);
  if (!usage) {
    context.fail(usage.error());
    return;
  }
  context.print(describe(*usage), to_json(*usage));
}

}  // namespace

void add_ledger(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("ledger", "The ledger of a stopped node");
  group->require_subcommand(1);
  CLI::App* usage = group->add_subcommand(
      "usage",
      "What it takes on the disk, by column family and generation of data keys; changes nothing");
  const auto options = std::make_shared<ConfigOptions>();
  add_config_options(*usage, *options);
  usage->callback([options, &context] { show_usage(*options, context); });
  add_ledger_verify(*group, context);
  add_ledger_rebuild(*group, context);
}

}  // namespace vitalstream::cli
