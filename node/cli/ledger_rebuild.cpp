// vitalstream ledger rebuild
#include "node/cli/ledger_rebuild.hpp"

#include <memory>

#include "json/json_writer.hpp"
#include "node/cli/node_config.hpp"
#include "node/cli/progress.hpp"
#include "node/upkeep/rebuild_ledger.hpp"

namespace vitalstream::cli {
namespace {

std::string describe(const node::RebuildReport& report) {
  std::string text = "kept up to block " + std::to_string(report.kept.value());
  if (report.before > consensus::Height{}) {
    text += " of " + std::to_string(report.before.value());
  }
  if (!report.obstacle.empty()) {
    text += " (" + report.obstacle + ")";
  }
  text += "; the rest is fetched from the others after `vitalstream start`";
  if (!report.set_aside.empty()) {
    text += "; the old database lies in " + report.set_aside.string() +
            ": remove it once the node has caught up and `vitalstream ledger verify` is content";
  }
  return text;
}

std::string to_json(const node::RebuildReport& report) {
  std::string text;
  JsonWriter json(text);
  json.begin_object()
      .name("height")
      .number(report.kept.value())
      .name("heightBefore")
      .number(report.before.value())
      .name("obstacle")
      .text(report.obstacle)
      .name("setAside")
      .text(report.set_aside.string())
      .end_object();
  return text;
}

void run(const ConfigOptions& options, Context& context) {
  const auto loaded = load_config(options, context);
  if (!loaded) {
    return;
  }
  ProgressLine line;
  const auto report =
      node::rebuild_ledger(loaded->config, [&](std::string_view of, std::uint64_t done,
                                               std::uint64_t all) { line.show(of, done, all); });
  if (!report) {
    context.fail(report.error());
    return;
  }
  context.print(describe(*report), to_json(*report));
}

}  // namespace

void add_ledger_rebuild(CLI::App& group, Context& context) {
  CLI::App* command = group.add_subcommand(
      "rebuild",
      "Replace the damaged database of a stopped node: what can be read of it, and the validators "
      "have signed, is kept; the rest is fetched from the others after start. Votes stay where "
      "they are. May be interrupted: run it again");
  const auto options = std::make_shared<ConfigOptions>();
  add_config_options(*command, *options);
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
