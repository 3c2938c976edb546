// vitalstream keys
#include <filesystem>
#include <memory>
#include <optional>

#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "crypto/provider/local_provider.hpp"
#include "crypto/provider/secret_reference.hpp"
#include "json/json_writer.hpp"
#include "node/cli/context.hpp"
#include "node/cli/keys/data_keys.hpp"
#include "node/cli/keys/key_probe.hpp"
#include "node/cli/keys/key_providers.hpp"

namespace vitalstream::cli {
namespace {

// Said once, when it can still be heeded.
constexpr const char* kPassphraseNotice =
    "Keep a copy of the key file and of its passphrase, apart from each other and from this "
    "machine. Whoever has lost either can neither sign for this validator nor read the ledger that "
    "is encrypted with it: nobody can recover them. The ledger itself can be fetched from the "
    "others.";
constexpr const char* kNoPassphraseNotice =
    "This file opens the validator's ledger for whoever reads it. Keep a copy apart from this "
    "machine: without it this validator can neither sign nor read its ledger.";

struct KeyOptions {
  std::filesystem::path file = "validator-key.json";
  std::string algorithm = "ed25519";
  std::string passphrase;  // a reference, never the secret
  bool unsafe_no_passphrase = false;
};

// Nothing after the context has been told why.
std::optional<crypto::provider::Passphrase> passphrase_of(const KeyOptions& options,
                                                          Context& context) {
  if (options.passphrase.empty()) {
    return crypto::provider::Passphrase();
  }
  const auto reference = crypto::provider::SecretReference::parse(options.passphrase);
  if (!reference) {
    context.fail(ExitCode::Usage, "--passphrase: write file:PATH or env:NAME");
    return std::nullopt;
  }
  auto secret = crypto::provider::read_secret(*reference);
  if (!secret) {
    context.fail(ExitCode::Failed, "--passphrase " + options.passphrase + ": " +
                                       std::string(to_string(secret.error())));
    return std::nullopt;
  }
  return crypto::provider::Passphrase(std::move(*secret));
}

void show(const crypto::PublicKey& key, Context& context) {
  const std::string jwk = crypto::to_jwk(key);
  const std::string kid = crypto::to_text(crypto::thumbprint(key));
  std::string json;
  JsonWriter(json).begin_object().name("kid").text(kid).name("jwk").raw(jwk).end_object();
  context.print("kid " + kid + "\njwk " + jwk, json);
}

void generate(const KeyOptions& options, Context& context) {
  if (options.passphrase.empty() && !options.unsafe_no_passphrase) {
    context.fail(ExitCode::Usage,
                 "give --passphrase file:PATH or env:NAME, or --unsafe-no-passphrase");
    return;
  }
  const auto algorithm = crypto::signature_algorithm_named(options.algorithm);
  if (!algorithm) {
    context.fail(ExitCode::Usage, "--algorithm: ed25519 or ecdsa-p256-sha256");
    return;
  }
  const auto passphrase = passphrase_of(options, context);
  if (!passphrase) {
    return;
  }
  const auto key =
      crypto::provider::generate_local_key({options.file, *algorithm, {}}, *passphrase);
  if (!key) {
    context.fail(ExitCode::Failed, key.error().reason);
    return;
  }
  show(*key, context);
  if (context.output == Output::Text) {
    context.put(std::string(options.passphrase.empty() ? kNoPassphraseNotice : kPassphraseNotice) +
                '\n');
  }
}

void show_file(const KeyOptions& options, Context& context) {
  const auto passphrase = passphrase_of(options, context);
  if (!passphrase) {
    return;
  }
  const auto provider = crypto::provider::open_local_provider(options.file, *passphrase);
  if (!provider) {
    context.fail(ExitCode::Failed, provider.error().reason);
    return;
  }
  show((*provider)->public_key(), context);
}

void show_configured(const ConfigOptions& options, Context& context) {
  const auto loaded = load_key_config(options, context);
  const auto provider = loaded ? open_configured(*loaded, context) : nullptr;
  if (provider != nullptr) {
    show(provider->public_key(), context);
  }
}

void add_file_options(CLI::App& command, KeyOptions& options) {
  command.add_option("--file", options.file, "The key file")
      ->capture_default_str()
      ->type_name("FILE");
  command.add_option("--passphrase", options.passphrase,
                     "Where the passphrase is: file:PATH or env:NAME");
}

void add_show(CLI::App& group, Context& context) {
  CLI::App* command = group.add_subcommand(
      "show",
      "Show the public key and its thumbprint: of a key file, or with --config of the key provider "
      "that is configured");
  const auto file = std::make_shared<KeyOptions>();
  const auto config = std::make_shared<ConfigOptions>();
  config->file.clear();
  add_file_options(*command, *file);
  add_config_options(*command, *config);
  command->callback([file, config, &context] {
    config->file.empty() ? show_file(*file, context) : show_configured(*config, context);
  });
}

}  // namespace

void add_keys(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand("keys", "The validator's key, and the keys of its ledger");
  group->require_subcommand(1);
  const auto options = std::make_shared<KeyOptions>();
  CLI::App* generate_command =
      group->add_subcommand("generate", "Make a key; never overwrites a file");
  add_file_options(*generate_command, *options);
  generate_command->add_option("--algorithm", options->algorithm, "ed25519 or ecdsa-p256-sha256")
      ->capture_default_str();
  generate_command->add_flag("--unsafe-no-passphrase", options->unsafe_no_passphrase,
                             "Leave the key protected by its file's mode alone");
  generate_command->callback([options, &context] { generate(*options, context); });
  add_show(*group, context);
  add_key_providers(*group, context);
  add_key_probe(*group, context);
  add_data_keys(*group, context);
}

}  // namespace vitalstream::cli
