#include "node/cli/remote/signed_transaction.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "base/base64url.hpp"
#include "crypto/jwk.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/sha256.hpp"
#include "crypto/signing_key.hpp"
#include "json/strict_json.hpp"
#include "node/cli/limits.hpp"
#include "node/ground/wall_clock.hpp"

namespace vitalstream::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kSaltBytes = 32;
constexpr std::size_t kJtiBytes = 16;

// The `d` of another curve would be taken for a seed, and make a key that nobody has enrolled.
std::optional<crypto::SignatureAlgorithm> algorithm_of(const json::object& jwk) {
  const json::value* curve = jwk.if_contains("crv");
  if (curve == nullptr) {
    return std::nullopt;
  }
  if (*curve == "Ed25519") {
    return crypto::SignatureAlgorithm::Ed25519;
  }
  return *curve == "P-256" ? std::optional(crypto::SignatureAlgorithm::EcdsaP256Sha256)
                           : std::nullopt;
}

std::string_view jose_name(crypto::SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case crypto::SignatureAlgorithm::Ed25519:
      return "EdDSA";
    case crypto::SignatureAlgorithm::EcdsaP256Sha256:
      return "ES256";
  }
  return {};
}

std::optional<crypto::SigningKey> read_key(std::string_view text) {
  const auto parsed = parse_strict_json(text, {.bytes_max = kKeyFileBytesMax});
  if (!parsed) {
    return std::nullopt;
  }
  json::value value = *parsed;
  if (value.is_array() && !value.get_array().empty()) {
    value = json::value(value.get_array().front());
  }
  if (value.is_object() && value.get_object().contains("jwk")) {
    value = json::value(value.get_object().at("jwk"));
  }
  const json::object* jwk = value.if_object();
  const json::value* seed = jwk == nullptr ? nullptr : jwk->if_contains("d");
  if (seed == nullptr || !seed->is_string()) {
    return std::nullopt;
  }
  const auto algorithm = algorithm_of(*jwk);
  const auto bytes = from_base64url(seed->get_string());
  return algorithm && bytes ? crypto::SigningKey::from_secret(*algorithm, *bytes) : std::nullopt;
}

// Adds the commitment to the payload and the content to what travels beside it.
void attach(const std::string& content, const std::string& media_type, json::array& committed,
            json::array& beside) {
  const Bytes salt = crypto::provider::random_bytes(kSaltBytes);
  const Hash32 commitment = crypto::sha256({ByteView(salt), as_bytes(content)});
  committed.push_back(
      json::object{{"c", to_base64url(commitment)}, {"n", content.size()}, {"t", media_type}});
  beside.push_back(
      json::object{{"salt", to_base64url(salt)}, {"content", to_base64url(as_bytes(content))}});
}

}  // namespace

Result<json::object, DraftFailure> sign_transaction(const TransactionDraft& draft,
                                                    std::string_view key_json) {
  const auto key = read_key(key_json);
  if (!key) {
    return DraftFailure{"--key holds no private JWK of Ed25519 or P-256, with `crv` and `d`"};
  }
  // Strictly, as the node will: what is signed must not be one of two readings of what was given.
  const auto data = parse_strict_json(draft.data_json, {.bytes_max = kDataFileBytesMax});
  if (!data) {
    return DraftFailure{"--data: " + std::string(to_string(data.error()))};
  }
  if (!data->is_object()) {
    return DraftFailure{"--data holds no JSON object"};
  }
  json::array committed;
  json::array beside;
  for (const std::string& content : draft.attachments) {
    attach(content, draft.media_type, committed, beside);
  }
  json::object payload{{"chain", draft.chain},
                       {"jti", to_base64url(crypto::provider::random_bytes(kJtiBytes))},
                       {"exp", node::read_clock().wall.value() / 1000 + draft.lifetime_s},
                       {"op", draft.op},
                       {"data", *data}};
  if (!committed.empty()) {
    payload["att"] = committed;
  }
  const json::object header{{"alg", jose_name(key->public_key().algorithm)},
                            {"kid", crypto::to_text(crypto::thumbprint(key->public_key()))},
                            {"typ", "vs-tx+jws"}};
  const std::string input = to_base64url(as_bytes(json::serialize(header))) + "." +
                            to_base64url(as_bytes(json::serialize(payload)));
  const crypto::Signature signature = key->sign(as_bytes(input));
  return json::object{{"tx", input + "." + to_base64url(signature)}, {"attachments", beside}};
}

}  // namespace vitalstream::cli
