// vitalstream genesis: separate organisations build one file together.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <tuple>

#include "base/hex.hpp"
#include "crypto/jwk.hpp"
#include "crypto/pki/authority.hpp"
#include "crypto/sha256.hpp"
#include "json/json_writer.hpp"
#include "ledger/genesis/genesis.hpp"
#include "ledger/genesis/limits.hpp"
#include "node/cli/context.hpp"
#include "node/cli/limits.hpp"
#include "node/cli/text_file.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::cli {
namespace {

struct GenesisOptions {
  std::filesystem::path file = "genesis.json";
  std::string chain;
  std::int64_t exp_seconds_max = 600;
  std::uint32_t id = 0;
  std::string name;
  std::string organisation;
  std::string host;
  std::string jwk;
  std::filesystem::path issuer_certificate;
  std::vector<std::string> roles{"submitter"};
};

std::optional<ledger::GenesisDocument> read(const GenesisOptions& options, Context& context) {
  const auto text = read_file(options.file, ledger::kGenesisBytesMax);
  if (!text) {
    context.fail(text.error().code, text.error().reason);
    return std::nullopt;
  }
  auto document = ledger::parse_document(*text);
  if (!document) {
    context.fail(ExitCode::Failed, options.file.string() + ": " + document.error().path + " " +
                                       std::string(ledger::to_string(document.error().code)));
    return std::nullopt;
  }
  return std::move(*document);
}

std::string_view advice_on(crypto::JwkError error) {
  switch (error) {
    case crypto::JwkError::PrivateKey:
      return "this is a private key: give the public one, without `d`";
    case crypto::JwkError::UnsupportedType:
      return "kty and crv must be OKP and Ed25519, or EC and P-256; use, key_ops and alg, where "
             "they are given, must be those of verifying EdDSA or ES256";
    case crypto::JwkError::NotBase64url:
      return "x and y are base64url without padding";
    case crypto::JwkError::BadKey:
      return "x and y have 32 bytes each, leading zeros included, and are a point of the curve";
    case crypto::JwkError::NotAJsonObject:
    case crypto::JwkError::UnknownMember:
    case crypto::JwkError::MissingMember:
      return R"(give the public key's JSON, such as {"crv":"Ed25519","kty":"OKP","x":"..."})";
  }
  return {};
}

std::optional<crypto::PublicKey> key_of(const GenesisOptions& options, Context& context) {
  auto key = crypto::parse_jwk(options.jwk);
  if (!key) {
    context.fail(ExitCode::Usage, "--jwk: " + std::string(crypto::to_string(key.error())) + ": " +
                                      std::string(advice_on(key.error())));
    return std::nullopt;
  }
  return std::move(*key);
}

// What was printed can be read again: a text that breaks a rule is refused before it is written.
void write(const GenesisOptions& options, const ledger::GenesisDocument& document,
           Existing existing, Context& context) {
  const std::string text = ledger::print_document(document);
  if (const auto again = ledger::parse_document(text); !again) {
    context.fail(ExitCode::Usage,
                 again.error().path + " " + std::string(ledger::to_string(again.error().code)));
    return;
  }
  const auto written = write_file(options.file, text, Readers::Everybody, existing);
  if (!written) {
    context.fail(ExitCode::Failed, written.error().reason);
    return;
  }
  std::string json;
  JsonWriter(json)
      .begin_object()
      .name("file")
      .text(options.file.string())
      .name("validators")
      .number(document.validators.size())
      .name("members")
      .number(document.members.size())
      .end_object();
  context.print(options.file.string() + " names " + std::to_string(document.validators.size()) +
                    " validators and " + std::to_string(document.members.size()) + " members",
                json);
}

void init(const GenesisOptions& options, Context& context) {
  ledger::GenesisDocument document;
  document.chain = ChainId{options.chain};
  document.time = node::read_clock().wall;
  document.parameters.exp_seconds_max = options.exp_seconds_max;
  write(options, document, Existing::Refuse, context);
}

void add_validator(const GenesisOptions& options, Context& context) {
  auto document = read(options, context);
  const auto key = document ? key_of(options, context) : std::nullopt;
  if (!key) {
    return;
  }
  const auto certificate = read_file(options.issuer_certificate, kCertificateFileBytesMax);
  if (!certificate) {
    context.fail(certificate.error().code, certificate.error().reason);
    return;
  }
  const auto hash = crypto::spki_sha256(*certificate);
  if (!hash) {
    context.fail(ExitCode::Usage, options.issuer_certificate.string() + ": " +
                                      std::string(crypto::to_string(hash.error())));
    return;
  }
  document->validators.push_back({consensus::ValidatorId{options.id}, options.name,
                                  options.organisation, options.host, *key,
                                  ledger::IssuerKeyHash{hash->value()}});
  std::ranges::sort(document->validators, {}, &ledger::GenesisValidator::id);
  if (const auto valid = ledger::validate_document(*document); !valid) {
    context.fail(ExitCode::Usage,
                 valid.error().path + " " + std::string(ledger::to_string(valid.error().code)));
    return;
  }
  write(options, *document, Existing::Replace, context);
}

void add_member(const GenesisOptions& options, Context& context) {
  auto document = read(options, context);
  const auto key = document ? key_of(options, context) : std::nullopt;
  if (!key) {
    return;
  }
  ledger::Member member;
  member.key = *key;
  member.key_id = ledger::KeyId{crypto::thumbprint(*key).value()};
  member.organisation = options.organisation;
  member.name = options.name;
  for (const std::string& name : options.roles) {
    const auto role = ledger::role_named(name);
    if (!role) {
      context.fail(ExitCode::Usage, "--role: " + name + " is no role");
      return;
    }
    member.roles.add(*role);
  }
  const bool known = std::ranges::any_of(
      document->members, [&](const ledger::Member& one) { return one.key_id == member.key_id; });
  if (known) {
    context.fail(ExitCode::Usage, "a member with this key is there already");
    return;
  }
  document->members.push_back(std::move(member));
  std::ranges::stable_sort(document->members, {}, [](const ledger::Member& one) {
    return std::tie(one.organisation, one.name);
  });
  write(options, *document, Existing::Replace, context);
}

void hash(const GenesisOptions& options, Context& context) {
  const auto text = read_file(options.file, ledger::kGenesisBytesMax);
  if (!text) {
    context.fail(text.error().code, text.error().reason);
    return;
  }
  const auto genesis = ledger::read_genesis(*text);
  if (!genesis) {
    context.fail(ExitCode::Refused, options.file.string() + ": " + genesis.error().path + " " +
                                        std::string(ledger::to_string(genesis.error().code)));
    return;
  }
  const std::string spelled = to_hex(genesis->hash.view());
  std::string json;
  JsonWriter(json).begin_object().name("hash").text(spelled).end_object();
  context.print(spelled, json);
}

CLI::App* subcommand(CLI::App& group, const char* name, const char* help, GenesisOptions& options) {
  CLI::App* command = group.add_subcommand(name, help);
  command->add_option("--file", options.file, "The genesis file")
      ->capture_default_str()
      ->type_name("FILE");
  return command;
}

void add_identity_options(CLI::App& command, GenesisOptions& options) {
  command.add_option("--name", options.name, "Its name")->required();
  command.add_option("--organisation", options.organisation, "Whose it is")->required();
  command
      .add_option("--jwk", options.jwk,
                  "Its public key as a JWK; `vitalstream keys show` prints a validator's")
      ->required()
      ->type_name("JSON");
}

}  // namespace

void add_genesis(CLI::App& app, Context& context) {
  CLI::App* group = app.add_subcommand(
      "genesis",
      "Build the genesis file: one begins it, each organisation adds what is its own, "
      "and all compare the hash");
  group->require_subcommand(1);
  const auto options = std::make_shared<GenesisOptions>();
  CLI::App* command = subcommand(*group, "init", "Begin a file without validators", *options);
  command->add_option("--chain", options->chain, "The chain id: [a-z0-9-]")->required();
  command
      ->add_option("--exp-seconds-max", options->exp_seconds_max,
                   "How many seconds ahead a transaction's `exp` may lie")
      ->capture_default_str();
  command->callback([options, &context] { init(*options, context); });

  CLI::App* add = group->add_subcommand("add", "Add a validator or a member");
  add->require_subcommand(1);
  command = subcommand(*add, "validator", "Add a validator", *options);
  add_identity_options(*command, *options);
  command->add_option("--id", options->id, "Its number, from 1, never used again")->required();
  command->add_option("--host", options->host, "The DNS name in its certificate")->required();
  command
      ->add_option("--issuer-certificate", options->issuer_certificate,
                   "PEM certificate of the authority that issues its certificates")
      ->type_name("FILE")
      ->required();
  command->callback([options, &context] { add_validator(*options, context); });
  command = subcommand(*add, "member", "Add a member that may sign transactions", *options);
  add_identity_options(*command, *options);
  command
      ->add_option("--role", options->roles,
                   "administrator, data_officer, submitter, auditor or reader; may be repeated")
      ->capture_default_str();
  command->callback([options, &context] { add_member(*options, context); });

  command = subcommand(*group, "hash", "Check the file and print its hash", *options);
  command->callback([options, &context] { hash(*options, context); });
}

}  // namespace vitalstream::cli
