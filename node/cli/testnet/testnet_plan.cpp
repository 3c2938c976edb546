#include "node/cli/testnet/testnet_plan.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include "base/hex.hpp"
#include "base/result.hpp"
#include "crypto/pki/authority.hpp"
#include "crypto/provider/local_provider.hpp"
#include "crypto/provider/open_provider.hpp"
#include "crypto/provider/random.hpp"
#include "ledger/genesis/genesis.hpp"
#include "node/cli/testnet/client_keys.hpp"
#include "node/cli/text_file.hpp"
#include "node/config/key_rules.hpp"
#include "node/config/load.hpp"
#include "node/config/print.hpp"
#include "node/stores/data_init.hpp"

namespace vitalstream::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::system_clock;

constexpr std::uint16_t kPortsPerValidator = 10;
constexpr hours kBackdated{1};
constexpr hours kLifetime{24 * 365};

constexpr std::size_t kPassphraseRandomBytes = 32;
// The cost of a guess is for passphrases that people make; nobody guesses 32 random bytes.
constexpr crypto::provider::ArgonCost kCheapest{.passes = 1, .memory_kib = 8};

// The first thing that went wrong; later steps do nothing.
class Steps {
 public:
  void write(const fs::path& path, std::string_view text, Readers readers) {
    if (failure_) {
      return;
    }
    if (const auto written = write_file(path, text, readers, Existing::Refuse); !written) {
      failure_ = TestnetFailure{written.error().reason};
    }
  }
  void fail(std::string reason) {
    if (!failure_) {
      failure_ = TestnetFailure{std::move(reason)};
    }
  }
  [[nodiscard]] const std::optional<TestnetFailure>& failure() const { return failure_; }

 private:
  std::optional<TestnetFailure> failure_;
};

crypto::Validity validity() {
  return {system_clock::now() - kBackdated, system_clock::now() + kLifetime};
}

std::string name_of(std::uint32_t number) { return "validator-" + std::to_string(number); }
std::string host_of(const TestnetPlan& plan, std::uint32_t number) {
  return name_of(number) + "." + plan.chain + ".localhost";
}
std::uint16_t port_of(const TestnetPlan& plan, std::uint32_t number, std::uint16_t offset) {
  return static_cast<std::uint16_t>(plan.base_port + (number - 1) * kPortsPerValidator + offset);
}

crypto::SignatureAlgorithm algorithm_of(const TestnetPlan& plan, std::uint32_t number) {
  const bool p256 = plan.p256_every != 0 && number % plan.p256_every == 0;
  return p256 ? crypto::SignatureAlgorithm::EcdsaP256Sha256 : crypto::SignatureAlgorithm::Ed25519;
}

bool delegates(const TestnetPlan& plan, std::uint32_t number) {
  return plan.signing == TestnetSigning::Delegated ||
         (plan.signing == TestnetSigning::Mixed && number % 2 == 0);
}

// The validator's key, encrypted with a passphrase in a file beside it, as a site with a secret
// store has it; here both lie in one folder and protect nothing.
std::optional<crypto::PublicKey> make_key(const fs::path& folder,
                                          crypto::SignatureAlgorithm algorithm, Steps& steps) {
  const std::string passphrase = to_hex(crypto::provider::random_bytes(kPassphraseRandomBytes));
  steps.write(folder / "passphrase", passphrase + "\n", Readers::OwnerOnly);
  const auto key =
      crypto::provider::generate_local_key({folder / "validator-key.json", algorithm, kCheapest},
                                           crypto::SecretBytes::copy_of(as_bytes(passphrase)));
  if (!key) {
    steps.fail(key.error().reason);
    return std::nullopt;
  }
  return *key;
}

struct ValidatorKey {
  crypto::PublicKey key;
  // Section `keys` of the validator's configuration.
  std::string section;
};

// A key that somebody else holds.
std::optional<ValidatorKey> find_key(const fs::path& config, Steps& steps) {
  const auto loaded = node::load_keys_file(config, {});
  if (!loaded) {
    steps.fail(node::to_string(loaded.error().front()));
    return std::nullopt;
  }
  const auto provider =
      crypto::provider::open_provider(node::provider_options(loaded->config.keys));
  if (!provider) {
    steps.fail(provider.error().reason);
    return std::nullopt;
  }
  return ValidatorKey{(*provider)->public_key(), node::print_keys(*loaded)};
}

std::optional<ValidatorKey> key_of(const TestnetPlan& plan, std::uint32_t number,
                                   const fs::path& folder, Steps& steps) {
  if (const auto held = plan.key_configs.find(number); held != plan.key_configs.end()) {
    return find_key(held->second, steps);
  }
  const auto made = make_key(folder, algorithm_of(plan, number), steps);
  if (!made) {
    return std::nullopt;
  }
  const std::string signing = delegates(plan, number) ? "  signing: delegated\n" : "";
  return ValidatorKey{*made, "keys:\n" + signing +
                                 "  local:\n    file: validator-key.json\n    passphrase: "
                                 "file:passphrase\n"};
}

// What there is of one validator before genesis is written.
struct Prepared {
  ledger::GenesisValidator named;
  std::string key_section;
};

// Certificate, TLS key and validator key; what genesis says of the validator.
std::optional<Prepared> write_validator(const TestnetPlan& plan, std::uint32_t number,
                                        std::string& bundle, Steps& steps) {
  const fs::path folder = plan.folder / name_of(number);
  fs::create_directories(folder);
  const std::string organisation = "org-" + std::to_string(number);
  const auto authority = crypto::Authority::create(organisation + " CA", validity());
  if (!authority) {
    steps.fail(std::string(crypto::to_string(authority.error())));
    return std::nullopt;
  }
  const auto leaf = authority->issue(
      {name_of(number), {host_of(plan, number), "localhost"}, {"127.0.0.1", "::1"}, validity()});
  if (!leaf) {
    steps.fail(std::string(crypto::to_string(leaf.error())));
    return std::nullopt;
  }
  bundle += authority->certificate_pem();
  steps.write(folder / "node.crt", leaf->certificate_pem, Readers::Everybody);
  steps.write(folder / "node.key", leaf->private_key_pem, Readers::OwnerOnly);
  auto key = key_of(plan, number, folder, steps);
  if (!key) {
    return std::nullopt;
  }
  return Prepared{
      {consensus::ValidatorId{number}, name_of(number), organisation, host_of(plan, number),
       std::move(key->key), ledger::IssuerKeyHash{authority->key_hash().value()}},
      std::move(key->section)};
}

std::string config_text(const TestnetPlan& plan, std::uint32_t number, const std::string& hash,
                        const std::string& key_section) {
  const auto local = [&](std::uint16_t offset) {
    return "127.0.0.1:" + std::to_string(port_of(plan, number, offset));
  };
  std::string peers;
  for (std::uint32_t other = 1; other <= plan.validators; ++other) {
    if (other != number) {
      peers += "    - {validator: " + name_of(other) +
               ", addresses: [\"127.0.0.1:" + std::to_string(port_of(plan, other, 0)) + "\"]}\n";
    }
  }
  return "node:\n  id: " + std::to_string(number) +
         "\ndata_dir: data\ngenesis:\n  file: ../genesis.json\n  hash: " + hash +
         "\nnetwork:\n  listen: [\"" + local(0) +
         "\"]\n  certificate_file: node.crt\n  key_file: node.key\n  ca_file: ../ca-bundle.crt\n" +
         (peers.empty() ? "  peers: []\n" : "  peers:\n" + peers) + "rpc:\n  listen: [\"" +
         local(1) + "\"]\nops:\n  listen: [\"" + local(2) + "\"]\n" + key_section;
}

void initialise(const fs::path& config_file, Steps& steps) {
  const auto loaded = node::load_file(config_file, {});
  if (!loaded) {
    steps.fail(node::to_string(loaded.error().front()));
    return;
  }
  if (const auto made = node::create_data(loaded->config); !made) {
    steps.fail(made.error().reason);
  }
}

Result<void, TestnetFailure> make_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder) && !fs::is_empty(folder, error)) {
    return TestnetFailure{folder.string() + " exists and is not empty"};
  }
  fs::create_directories(folder, error);
  if (error) {
    return TestnetFailure{folder.string() + ": " + error.message()};
  }
  return {};
}

}  // namespace

Result<Testnet, TestnetFailure> write_testnet(const TestnetPlan& plan) {
  VS_RETURN_IF_ERROR(make_folder(plan.folder));
  Steps steps;
  ledger::GenesisDocument document;
  document.chain = ChainId{plan.chain};
  document.time = plan.now;
  std::string bundle;
  std::vector<std::string> key_sections;
  for (std::uint32_t number = 1; number <= plan.validators; ++number) {
    auto validator = write_validator(plan, number, bundle, steps);
    if (!validator) {
      return *steps.failure();
    }
    document.validators.push_back(std::move(validator->named));
    key_sections.push_back(std::move(validator->key_section));
  }
  const std::vector<ClientKey> clients = make_client_keys(plan.clients, plan.validators);
  for (const ClientKey& client : clients) {
    document.members.push_back(client.member);
  }
  const std::string genesis_text = ledger::print_document(document);
  const auto genesis = ledger::read_genesis(genesis_text);
  if (!genesis) {
    return TestnetFailure{genesis.error().path + " " +
                          std::string(ledger::to_string(genesis.error().code))};
  }
  steps.write(plan.folder / "genesis.json", genesis_text, Readers::Everybody);
  steps.write(plan.folder / "ca-bundle.crt", bundle, Readers::Everybody);
  steps.write(plan.folder / "clients.json", print_client_keys(clients), Readers::OwnerOnly);
  Testnet testnet{to_hex(genesis->hash.view()), {}};
  for (std::uint32_t number = 1; number <= plan.validators; ++number) {
    const fs::path config = plan.folder / name_of(number) / "config.yaml";
    steps.write(config, config_text(plan, number, testnet.genesis_hash, key_sections[number - 1]),
                Readers::Everybody);
    if (!steps.failure()) {
      initialise(config, steps);
    }
    testnet.validators.push_back(
        {number, config, port_of(plan, number, 1), port_of(plan, number, 2)});
  }
  if (steps.failure()) {
    return *steps.failure();
  }
  return testnet;
}

}  // namespace vitalstream::cli
