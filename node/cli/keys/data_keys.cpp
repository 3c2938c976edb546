// vitalstream keys rewrap, vitalstream keys rotate-data
#include "node/cli/keys/data_keys.hpp"

#include <cstdio>
#include <memory>

#include "json/json_writer.hpp"
#include "node/cli/keys/generation_table.hpp"
#include "node/cli/node_config.hpp"
#include "node/upkeep/rewrap_keyring.hpp"
#include "node/upkeep/rotate_data.hpp"

namespace vitalstream::cli {
namespace {

constexpr std::uint64_t kBytesPerMib = 1024 * 1024;

struct RewrapOptions {
  ConfigOptions config;
  std::filesystem::path target;
};

void rewrap(const RewrapOptions& options, Context& context) {
  const auto loaded = load_config(options.config, context);
  if (!loaded) {
    return;
  }
  const auto target = options.target.empty() ? loaded : load_config({options.target, {}}, context);
  if (!target) {
    return;
  }
  const auto report = node::rewrap_keyring(loaded->config, target->config);
  if (!report) {
    context.fail(report.error());
    return;
  }
  std::string json;
  JsonWriter(json)
      .begin_object()
      .name("providerBefore")
      .text(report->provider_before)
      .name("provider")
      .text(report->provider)
      .name("epoch")
      .number(report->epoch)
      .end_object();
  std::string text = "the keyring has a fresh unlock key, encrypted for the provider " +
                     report->provider + " (write " + std::to_string(report->epoch) + ")";
  if (!options.target.empty()) {
    text += "; start the node with " + options.target.string() + " from now on";
  }
  context.print(text, json);
}

struct RotateOptions {
  ConfigOptions config;
  node::RotationPlan plan;
  bool resumes = false;
  std::uint64_t mib_per_second = 100;
};

// To a person only: who reads JSON waits for the answer.
void show_progress(const std::vector<node::GenerationUsage>& generations) {
  std::uint64_t old = 0;
  for (std::size_t i = 0; i + 1 < generations.size(); ++i) {
    old += generations[i].bytes;
  }
  const node::GenerationUsage& active = generations.back();
  std::fprintf(stderr, "generation %u: %s written; older: %s left\n",
               active.info.generation.value(), in_words(active.bytes).c_str(),
               in_words(old).c_str());
}

std::string to_json(const node::RotationReport& report) {
  std::string text;
  JsonWriter json(text);
  json.begin_object().name("generations");
  write(json, report.generations);
  json.name("retired").begin_array();
  for (const storage::KeyGeneration generation : report.retired) {
    json.number(generation.value());
  }
  json.end_array().end_object();
  return text;
}

void rotate(RotateOptions& options, Context& context) {
  const auto loaded = load_config(options.config, context);
  if (!loaded) {
    return;
  }
  node::RotationPlan& plan = options.plan;
  if ((options.resumes || plan.retires) && !plan.rewrites) {
    context.fail(ExitCode::Usage, "--resume and --retire go with --rewrite");
    return;
  }
  plan.adds_generation = !options.resumes;
  plan.write_bytes_per_second_max = options.mib_per_second * kBytesPerMib;
  node::Log log(node::LogLevel::Error, loaded->config.log.format);
  const node::RotationProgress progress =
      context.output == Output::Text ? show_progress : [](const auto&) {};
  const auto report = node::rotate_data(loaded->config, plan, log, progress);
  if (!report) {
    context.fail(report.error());
    return;
  }
  context.print(to_text(report->generations), to_json(*report));
}

void add_rewrap(CLI::App& group, Context& context) {
  CLI::App* command = group.add_subcommand(
      "rewrap",
      "Seal the keyring of a stopped node under a fresh unlock key, for the same key provider or "
      "for another. The ledger is not touched: it takes as long for any size");
  const auto options = std::make_shared<RewrapOptions>();
  add_config_options(*command, options->config);
  command
      ->add_option("--to", options->target,
                   "The configuration whose key provider shall open the keyring from now on; "
                   "without it, the present one")
      ->type_name("FILE");
  command->callback([options, &context] { rewrap(*options, context); });
}

void add_rotate_data(CLI::App& group, Context& context) {
  CLI::App* command = group.add_subcommand(
      "rotate-data",
      "Give a stopped node's ledger a new data key for the files that are written from now on");
  const auto options = std::make_shared<RotateOptions>();
  add_config_options(*command, options->config);
  command->add_flag("--rewrite", options->plan.rewrites,
                    "Write everything that lies under older keys anew; takes as long as copying "
                    "the ledger, needs room for its largest part twice, and may be interrupted");
  command->add_flag("--resume", options->resumes,
                    "Go on with an interrupted --rewrite, without another data key");
  command->add_flag("--retire", options->plan.retires,
                    "Afterwards destroy the older keys under which nothing is left. Backups carry "
                    "a keyring of their own and stay readable");
  command
      ->add_option("--mib-per-second", options->mib_per_second,
                   "How much --rewrite writes at the most; 0: as much as the disk takes")
      ->capture_default_str()
      ->check(CLI::Range(0, 100'000));
  command->callback([options, &context] { rotate(*options, context); });
}

}  // namespace

void add_data_keys(CLI::App& group, Context& context) {
  add_rewrap(group, context);
  add_rotate_data(group, context);
}

}  // namespace vitalstream::cli
