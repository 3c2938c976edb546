// vitalstream testnet
#include <algorithm>
#include <charconv>
#include <map>
#include <memory>

#include "json/json_writer.hpp"
#include "ledger/types/identifier.hpp"
#include "node/cli/context.hpp"
#include "node/cli/testnet/testnet_plan.hpp"
#include "node/cli/testnet/testnet_run.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::cli {
namespace {

struct TestnetOptions {
  TestnetPlan plan;
  std::vector<std::string> keys_of;  // NUMBER=FILE
  bool run = false;
};

std::string to_json(const Testnet& testnet) {
  std::string text;
  JsonWriter json(text);
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

// "2=vault.yaml"; false if it is not that, or names a validator that is not there.
// The option's check has refused every other word.
TestnetSigning signing_named(std::string_view word) {
  if (word == "delegated") {
    return TestnetSigning::Delegated;
  }
  return word == "mixed" ? TestnetSigning::Mixed : TestnetSigning::Direct;
}

bool add_key_config(const std::string& text, TestnetPlan& plan) {
  const auto equals = text.find('=');
  std::uint32_t number = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + std::min(equals, text.size()), number);
  const bool is_good = equals != std::string::npos && equals + 1 < text.size() &&
                       read.ec == std::errc() && read.ptr == text.data() + equals && number >= 1 &&
                       number <= plan.validators;
  return is_good && plan.key_configs.emplace(number, text.substr(equals + 1)).second;
}

void run(TestnetOptions& options, Context& context) {
  for (const std::string& text : options.keys_of) {
    if (!add_key_config(text, options.plan)) {
      context.fail(ExitCode::Usage, "--keys-of: write NUMBER=FILE, once for each validator");
      return;
    }
  }
  options.plan.now = node::read_clock().wall;
  const auto testnet = write_testnet(options.plan);
  if (!testnet) {
    context.fail(ExitCode::Failed, testnet.error().reason);
    return;
  }
  context.print(to_text(*testnet), to_json(*testnet));
  if (options.run && context.exit_code == ExitCode::Done) {
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
  command
      ->add_option_function<std::string>(
          "--signing", [&plan](const std::string& word) { plan.signing = signing_named(word); },
          "Who signs votes: the validator's key itself, a key in memory that it delegates to, or "
          "the one and the other in turn. For validators with key files")
      ->check(CLI::IsMember({"direct", "delegated", "mixed"}))
      ->type_name("MODE=direct");
  command
      ->add_option("--keys-of", options->keys_of,
                   "The key of validator NUMBER (from 1) is where section `keys` of FILE says: in "
                   "an HSM, Vault or a cloud; may be given for each. The others get key files")
      ->type_name("NUMBER=FILE");
  command->add_flag("--run", options->run, "Run them all until Ctrl-C");
  command->callback([options, &context] { run(*options, context); });
}

}  // namespace vitalstream::cli
