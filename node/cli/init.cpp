// vitalstream init
#include <memory>

#include "base/hex.hpp"
#include "json/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/node_config.hpp"
#include "node/stores/data_init.hpp"

namespace vitalstream::cli {
namespace {

struct InitOptions {
  ConfigOptions config;
  bool new_safety_record = false;
};

void run(const InitOptions& options, Context& context) {
  const auto loaded = load_config(options.config, context);
  if (!loaded) {
    return;
  }
  const auto made = options.new_safety_record ? node::start_new_safety_record(loaded->config)
                                              : node::create_data(loaded->config);
  if (!made) {
    context.fail(made.error());
    return;
  }
  const std::string folder = loaded->config.data_dir.string();
  const std::string hash = to_hex(loaded->config.genesis.hash.view());
  std::string json;
  JsonWriter(json)
      .begin_object()
      .name("dataDir")
      .text(folder)
      .name("genesisHash")
      .text(hash)
      .name("newSafetyRecord")
      .boolean(options.new_safety_record)
      .end_object();
  context.print(
      "The ledger is encrypted: only the key provider of this configuration opens it. Whoever "
      "loses the validator's key or its passphrase loses what lies here.\n" +
          folder + " is ready for genesis " + hash +
          (options.new_safety_record ? "; the validator votes when enough others have answered"
                                     : "; only for a validator that has never run: one that has "
                                       "needs --new-safety-record"),
      json);
}

}  // namespace

void add_init(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "init",
      "Make the data directory of a validator that has never run, for the genesis that the "
      "configuration pins by its hash. DANGER: for one that has run and lost its data, give "
      "--new-safety-record, or it may vote twice in one view");
  const auto options = std::make_shared<InitOptions>();
  add_config_options(*command, options->config);
  command->add_flag(
      "--new-safety-record", options->new_safety_record,
      "Begin a new safety record after the old one was lost or an old disk was put back. Be sure "
      "that no other process signs with this key. The validator votes again when 2f+1 others have "
      "told how far they have voted");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
