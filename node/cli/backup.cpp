// vitalstream backup, vitalstream restore
#include <memory>

#include "base/hex.hpp"
#include "json/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/keys/generation_table.hpp"
#include "node/cli/node_config.hpp"
#include "node/cli/progress.hpp"
#include "node/upkeep/backup_ledger.hpp"

namespace vitalstream::cli {
namespace {

using storage::BackupManifest;
using storage::BackupSummary;

struct BackupOptions {
  ConfigOptions config;
  std::filesystem::path place;
};

void write(JsonWriter& json, const BackupManifest& manifest) {
  json.name("chain")
      .text(manifest.identity.chain.value())
      .name("genesisHash")
      .text(to_hex(manifest.identity.genesis.view()))
      .name("node")
      .text(manifest.identity.node.value())
      .name("height")
      .number(manifest.tip.height.value())
      .name("takenMs")
      .number(static_cast<std::uint64_t>(manifest.taken.value()))
      .name("files")
      .number(manifest.files.size());
}

std::string words(const BackupManifest& manifest) {
  return "validator " + manifest.identity.node.value() + " of chain " +
         manifest.identity.chain.value() + " up to block " +
         std::to_string(manifest.tip.height.value());
}

std::string to_json(const BackupSummary& summary) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  write(json, summary.manifest);
  json.name("bytes").number(summary.bytes).name("newBytes").number(summary.new_bytes).end_object();
  return text;
}

storage::BackupProgress shown_on(ProgressLine& line, std::string_view of) {
  return [&line, of](std::uint64_t done, std::uint64_t all) { line.show(of, done, all); };
}

void take(const BackupOptions& options, Context& context) {
  const auto loaded = load_config(options.config, context);
  if (!loaded) {
    return;
  }
  ProgressLine line;
  const auto taken = node::backup_ledger(loaded->config, options.place, shown_on(line, "copying"));
  if (!taken) {
    context.fail(taken.error());
    return;
  }
  context.print(words(taken->manifest) + ": " + in_words(taken->bytes) + " in " +
                    options.place.string() + ", " + in_words(taken->new_bytes) + " of them new",
                to_json(*taken));
}

void check(const BackupOptions& options, Context& context) {
  ProgressLine line;
  const auto checked = node::check_backup(options.place, shown_on(line, "reading"));
  if (!checked) {
    context.fail(ExitCode::Refused, checked.error().reason);
    return;
  }
  context.print(words(checked->manifest) + ": all " +
                    std::to_string(checked->manifest.files.size()) + " files are whole, " +
                    in_words(checked->bytes),
                to_json(*checked));
}

void restore(const BackupOptions& options, Context& context) {
  const auto loaded = load_config(options.config, context);
  if (!loaded) {
    return;
  }
  ProgressLine line;
  const auto restored =
      node::restore_ledger(loaded->config, options.place, shown_on(line, "copying"));
  if (!restored) {
    context.fail(restored.error());
    return;
  }
  std::string json;
  JsonWriter writer(json);
  writer.begin_object();
  write(writer, *restored);
  writer.end_object();
  context.print(words(*restored) + " is restored in " + loaded->config.data_dir.string() +
                    "; once started it fetches what is newer, and votes when enough others have "
                    "told how far it has voted",
                json);
}

}  // namespace

void add_backup(CLI::App& app, Context& context) {
  CLI::App* group =
      app.add_subcommand("backup", "Back up a ledger as ciphertext, with its keyring");
  group->require_subcommand(1);
  const auto options = std::make_shared<BackupOptions>();
  CLI::App* command = group->add_subcommand(
      "take",
      "Back up a node that runs (as its user, on its machine) or stands still; the operators' name "
      "for it is blockchain-backup");
  add_config_options(*command, options->config);
  command
      ->add_option("--to", options->place,
                   "A folder, in which backups share what has not changed, or FILE.tar.gz")
      ->required();
  command->callback([options, &context] { take(*options, context); });
  command = group->add_subcommand(
      "verify", "Read every byte of a backup and compare; needs no key and restores nothing");
  command->add_option("--from", options->place, "The folder or FILE.tar.gz")->required();
  command->callback([options, &context] { check(*options, context); });
}

void add_restore(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "restore",
      "Put the newest backup into an empty data directory; refused onto another chain or "
      "validator; the operators' name for it is blockchain-restore");
  const auto options = std::make_shared<BackupOptions>();
  add_config_options(*command, options->config);
  command->add_option("--from", options->place, "The folder or FILE.tar.gz")->required();
  command->callback([options, &context] { restore(*options, context); });
}

}  // namespace vitalstream::cli
