#include "tests/byzantine/peer/identity.hpp"

#include <boost/json/parse.hpp>
#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "base/base64url.hpp"
#include "crypto/provider/key_file.hpp"
#include "ledger/genesis/genesis.hpp"

namespace vitalstream::byzantine {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::optional<crypto::SigningKey> client_key(const boost::json::value& client) {
  const auto* jwk = client.is_object() ? client.get_object().if_contains("jwk") : nullptr;
  const auto* secret =
      jwk != nullptr && jwk->is_object() ? jwk->get_object().if_contains("d") : nullptr;
  if (secret == nullptr || !secret->is_string()) {
    return std::nullopt;
  }
  const auto seed = from_base64url(std::string_view(secret->get_string()));
  return seed ? crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519, *seed)
              : std::nullopt;
}

std::vector<crypto::SigningKey> client_keys(const fs::path& file) {
  std::vector<crypto::SigningKey> keys;
  boost::json::error_code error;
  const boost::json::value clients = boost::json::parse(read_file(file), error);
  if (error || !clients.is_array()) {
    return keys;
  }
  for (const boost::json::value& client : clients.get_array()) {
    if (auto key = client_key(client)) {
      keys.push_back(std::move(*key));
    }
  }
  return keys;
}

}  // namespace

Result<Identity, std::string> load_identity(const fs::path& folder, std::uint32_t number) {
  const auto genesis = ledger::read_genesis(read_file(folder / "genesis.json"));
  if (!genesis) {
    return (folder / "genesis.json").string() + " is no genesis";
  }
  const fs::path own = folder / ("validator-" + std::to_string(number));
  const std::string passphrase = first_line(read_file(own / "passphrase"));
  auto content = crypto::provider::decode_key_file(
      read_file(own / "validator-key.json"), crypto::SecretBytes::copy_of(as_bytes(passphrase)));
  if (!content) {
    return "validator-key.json: " + std::string(crypto::provider::to_string(content.error()));
  }
  auto key = crypto::SigningKey::from_secret(content->public_key.algorithm,
                                             content->secrets.signing.view());
  const consensus::ValidatorId id{number};
  consensus::ValidatorSet set = ledger::validator_set_of(genesis->document);
  const auto index = set.index_of(id);
  std::vector<crypto::SigningKey> clients = client_keys(folder / "clients.json");
  if (!key || !index || clients.empty()) {
    return "validator " + std::to_string(number) + " has no key, or the network no clients";
  }
  return Identity{genesis->document.chain,
                  genesis->hash,
                  std::move(set),
                  id,
                  *index,
                  std::move(*key),
                  std::move(content->secrets.signing),
                  own / "node.crt",
                  own / "node.key",
                  std::move(clients)};
}

}  // namespace vitalstream::byzantine
