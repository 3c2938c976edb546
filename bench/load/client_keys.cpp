#include "bench/load/client_keys.hpp"

#include <boost/json/parse.hpp>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "crypto/jws_header.hpp"

namespace vitalstream::bench {
namespace {

std::optional<ClientKey> client_key_from(const boost::json::value& client) {
  const boost::json::object* entry = client.if_object();
  const boost::json::value* jwk = entry != nullptr ? entry->if_contains("jwk") : nullptr;
  const boost::json::value* secret =
      jwk != nullptr && jwk->is_object() ? jwk->get_object().if_contains("d") : nullptr;
  if (secret == nullptr || !secret->is_string()) {
    return std::nullopt;
  }
  const auto seed = from_base64url(std::string_view(secret->get_string()));
  auto key = seed ? crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519, *seed)
                  : std::nullopt;
  if (!key) {
    return std::nullopt;
  }
  const crypto::JwsHeader header{crypto::SignatureAlgorithm::Ed25519,
                                 crypto::thumbprint(key->public_key())};
  std::string text = to_base64url(as_bytes(crypto::to_jws_header(header)));
  return ClientKey{std::move(*key), std::move(text)};
}

}  // namespace

Result<std::vector<ClientKey>, std::string> load_client_keys(const std::string& file,
                                                             std::size_t count) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  boost::json::error_code error;
  const boost::json::value clients = boost::json::parse(text.str(), error);
  if (!stream || error || !clients.is_array()) {
    return file + " is not a JSON array of clients";
  }
  std::vector<ClientKey> keys;
  for (const boost::json::value& client : clients.get_array()) {
    if (keys.size() == count) {
      break;
    }
    auto key = client_key_from(client);
    if (!key) {
      return file + ": client " + std::to_string(keys.size()) + " has no Ed25519 key";
    }
    keys.push_back(std::move(*key));
  }
  if (keys.empty()) {
    return file + " names no client";
  }
  return keys;
}

}  // namespace vitalstream::bench
