// vitalstream keys providers
#include "node/cli/keys/key_providers.hpp"

#include <array>
#include <string>
#include <vector>

#include "json/json_writer.hpp"
#include "node/config/key_table.hpp"

namespace vitalstream::cli {
namespace {

using Words = std::vector<std::string_view>;

struct Described {
  std::string_view name;
  std::string_view what;
  Words algorithms;
};

const std::array<Described, 5>& providers() {
  static const Words both{"ed25519", "ecdsa-p256-sha256"};
  static const std::array<Described, 5> all{
      {{"local", "a key file on this machine", both},
       {"pkcs11", "an HSM, token or smart card behind a PKCS#11 module", both},
       {"vault", "the transit engine of HashiCorp Vault or OpenBao", both},
       {"aws_kms", "AWS KMS", both},
       {"azure_key_vault", "Azure Key Vault or a Managed HSM", {"ecdsa-p256-sha256"}}}};
  return all;
}

bool is_key_of(const node::KeySpec& key, std::string_view provider) {
  return key.path.starts_with("keys." + std::string(provider) + ".");
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string_view word : words) {
    text += (text.empty() ? "" : ", ") + std::string(word);
  }
  return text;
}

std::string to_text() {
  std::string text;
  for (const Described& provider : providers()) {
    text += std::string(provider.name) + ": " + std::string(provider.what) + " (" +
            joined(provider.algorithms) + ")\n";
    for (const node::KeySpec& key : node::key_table()) {
      if (is_key_of(key, provider.name)) {
        text += "  " + std::string(key.path);
        text += key.other_variables.empty() ? "" : "   or " + joined(key.other_variables);
        text += "\n";
      }
    }
  }
  return text +
         "Choose one with keys.provider or HSM_PROVIDER. Each key is also a variable "
         "(VITALSTREAM_KEYS_...) and a flag (--keys-...): docs/configuration.md says what each "
         "means, docs/keys.md what to create. Then ask `vitalstream keys probe`.";
}

void write(JsonWriter& json, const node::KeySpec& key) {
  json.begin_object().name("key").text(key.path);
  json.name("flag").text(node::flag_name(key));
  json.name("variables").begin_array().text(node::variable_name(key));
  for (const std::string_view variable : key.other_variables) {
    json.text(variable);
  }
  json.end_array().name("default").text(key.default_text);
  json.name("description").text(key.doc).end_object();
}

std::string to_json() {
  std::string text;
  JsonWriter json(text);
  json.begin_object().name("providers").begin_array();
  for (const Described& provider : providers()) {
    json.begin_object().name("name").text(provider.name);
    json.name("description").text(provider.what);
    json.name("algorithms").begin_array();
    for (const std::string_view algorithm : provider.algorithms) {
      json.text(algorithm);
    }
    json.end_array().name("configuration").begin_array();
    for (const node::KeySpec& key : node::key_table()) {
      if (is_key_of(key, provider.name)) {
        write(json, key);
      }
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return text;
}

}  // namespace

void add_key_providers(CLI::App& group, Context& context) {
  group
      .add_subcommand("providers",
                      "What may hold a validator's key in this build, and how it is configured")
      ->callback([&context] { context.print(to_text(), to_json()); });
}

}  // namespace vitalstream::cli
