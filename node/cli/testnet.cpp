// vitalstream testnet
#include <memory>

#include "ledger/types/identifier.hpp"
#include "net/rpc/json_writer.hpp"
#include "node/app/wall_clock.hpp"
#include "node/cli/context.hpp"
#include "node/cli/testnet_plan.hpp"
#include "node/cli/testnet_run.hpp"

namespace vitalstream::cli {
namespace {

struct TestnetOptions {
  TestnetPlan plan;
  bool run = false;
};

std::string to_json(const Testnet& testnet) {
  std::string text;
  net::JsonWriter json(text);
  json.begin_object().name("genesisHash").text(testnet.genesis_hash);
  json.name("validators").begin_array();
  for (const TestnetValidator& validator : testnet.validators) {
    json.begin_object();
    json.name("id").number(validator.id);
    json.name("config").text(validator.config.string());
    json.name("rpcPort").number(validator.rpc_port);
    json.name("opsPort").number(validator.ops_port);
    json.end_object();
  }
  json.end_array().end_object();
  return text;
}

std::string to_text(const Testnet& testnet) {
  std::string text = "genesis " + testnet.genesis_hash;
  for (const TestnetValidator& validator : testnet.validators) {
    text += "\nvalidator " + std::to_string(validator.id) + ": vitalstream start --config " +
            validator.config.string() +
            "   # RPC http://127.0.0.1:" + std::to_string(validator.rpc_port);
  }
  return text;
}

// What genesis would refuse is refused before anything is written.
std::string refusal_of_chain(const std::string& chain) {
  return ledger::is_chain_id(chain) ? "" : "a chain id is 1 to 64 of the characters a-z, 0-9, -";
}

void run(TestnetOptions& options, Context& context) {
  options.plan.now = node::read_clock().wall;
  const auto testnet = write_testnet(options.plan);
  if (!testnet) {
    context.fail(ExitCode::Failed, testnet.error().reason);
    return;
  }
  context.print(to_text(*testnet), to_json(*testnet));
  if (options.run) {
    context.exit_code = run_testnet(*testnet);
  }
}

}  // namespace

void add_testnet(CLI::App& app, Context& context) {
  CLI::App* command = app.add_subcommand(
      "testnet",
      "Write keys, certificates, genesis and configurations of validators on this "
      "machine, ready to run");
  const auto options = std::make_shared<TestnetOptions>();
  TestnetPlan& plan = options->plan;
  plan.folder = "testnet";
  command->add_option("--dir", plan.folder, "Where to; must not exist yet")
      ->capture_default_str()
      ->type_name("DIR");
  command->add_option("--validators", plan.validators, "How many validators")
      ->capture_default_str()
      ->check(CLI::Range(1, 100));
  command->add_option("--clients", plan.clients, "How many client keys to enrol (clients.json)")
      ->capture_default_str()
      ->check(CLI::Range(0, 100'000));
  command->add_option("--chain", plan.chain, "The chain id: [a-z0-9-]")
      ->capture_default_str()
      ->check(&refusal_of_chain);
  command
      ->add_option("--base-port", plan.base_port,
                   "Validator i (from 0) listens on this + 10 i for peers, + 1 for the RPC, + 2 "
                   "for operations")
      ->capture_default_str()
      ->check(CLI::Range(1024, 60'000));
  command
      ->add_option("--p256-every", plan.p256_every,
                   "Every how many-th validator signs with P-256 instead of Ed25519; 0: none")
      ->capture_default_str();
  command->add_flag("--run", options->run, "Run them all until Ctrl-C");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
