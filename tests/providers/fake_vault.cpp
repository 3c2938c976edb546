#include "tests/providers/fake_vault.hpp"

#include "base/base64url.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/provider/secret_box.hpp"
#include "tests/providers/digest_signer.hpp"

namespace vitalstream::testing {
namespace {

using crypto::PublicKey;
using crypto::SecretBytes;
using crypto::SignatureAlgorithm;
using crypto::SigningKey;
using crypto::provider::from_base64;
using crypto::provider::JsonAnswer;
using crypto::provider::to_base64;

FakeReply ok(const std::string& json) {
  return {.body = json, .headers = {{"content-type", "application/json"}}};
}

std::string public_text(const PublicKey& key) {
  if (key.algorithm == SignatureAlgorithm::Ed25519) {
    return to_base64(key.bytes);
  }
  return "-----BEGIN PUBLIC KEY-----\\n" + to_base64(crypto::provider::public_key_to_spki(key)) +
         "\\n-----END PUBLIC KEY-----\\n";
}

SecretBytes wrapping_key() { return SecretBytes::copy_of(Bytes(32, 0x77)); }

Bytes secret_from(std::uint8_t seed, std::uint8_t version) {
  return Bytes(32, static_cast<std::uint8_t>(seed * version));
}

SigningKey key_from(SignatureAlgorithm algorithm, std::uint8_t seed, std::uint8_t version) {
  return *SigningKey::from_secret(algorithm, secret_from(seed, version));
}

}  // namespace

FakeReply vault_error(int status, const std::string& text) {
  return {.status = status, .body = R"({"errors":[")" + text + R"("]})"};
}

FakeVault::FakeVault(SignatureAlgorithm algorithm, std::uint8_t seed)
    : keys{key_from(algorithm, seed, 1), key_from(algorithm, seed, 2)}, seed_(seed) {}

FakeReply FakeVault::answer(const FakeRequest& request) {
  if (auto reply = intercept(request)) {
    return *reply;
  }
  if (!request.headers.contains("x-vault-request")) {
    return vault_error(400, "missing X-Vault-Request");
  }
  const auto found = request.headers.find("x-vault-namespace");
  if ((found == request.headers.end() ? "" : found->second) != vault_namespace) {
    return vault_error(404, "no handler for route");
  }
  const bool by_app_role = request.target == "/v1/auth/approle/login";
  if (by_app_role || request.target == "/v1/auth/kubernetes/login") {
    const auto body = JsonAnswer::parse(as_bytes(request.body));
    return body == nullptr ? vault_error(400, "malformed") : log_in(*body, by_app_role);
  }
  if (request.target.starts_with("/v1/sys/health")) {
    return ok(R"({"initialized":true,"sealed":false})");
  }
  return with_token(request);
}

FakeReply FakeVault::with_token(const FakeRequest& request) {
  const auto token = request.headers.find("x-vault-token");
  if (token == request.headers.end() || !valid_tokens.contains(token->second)) {
    return vault_error(403, "permission denied");
  }
  if (request.method == "GET" && request.target == "/v1/auth/token/lookup-self") {
    return ok(R"({"data":{"ttl":)" + std::to_string(lease_seconds) + R"(,"renewable":)" +
              (renewable ? "true}}" : "false}}"));
  }
  if (request.method == "GET" && request.target == "/v1/transit/keys/validator") {
    return show_key();
  }
  const auto body = JsonAnswer::parse(as_bytes(request.body));
  if (request.method != "POST" || body == nullptr) {
    return vault_error(405, "unsupported operation");
  }
  if (request.target == "/v1/auth/token/renew-self") {
    ++renewals;
    return ok(R"({"auth":{"lease_duration":)" + std::to_string(lease_seconds) +
              R"(,"renewable":true}})");
  }
  if (request.target == "/v1/transit/sign/validator") {
    return sign(*body);
  }
  if (request.target == "/v1/transit/encrypt/wrapping") {
    return encrypt(*body);
  }
  if (request.target == "/v1/transit/decrypt/wrapping") {
    return decrypt(*body);
  }
  return vault_error(404, "no handler for route");
}

FakeReply FakeVault::log_in(const JsonAnswer& body, bool by_app_role) {
  const bool good = by_app_role
                        ? body.text({"role_id"}) == role_id && body.text({"secret_id"}) == secret_id
                        : body.text({"role"}) == role_id && body.text({"jwt"}) == jwt;
  if (!good) {
    return by_app_role ? vault_error(400, "invalid role or secret ID")
                       : vault_error(403, "permission denied");
  }
  const std::string token = "hvs.login-" + std::to_string(++logins);
  valid_tokens.insert(token);
  return ok(R"({"auth":{"client_token":")" + token + R"(","lease_duration":)" +
            std::to_string(lease_seconds) + R"(,"renewable":)" +
            (renewable ? "true}}" : "false}}"));
}

FakeReply FakeVault::show_key() const {
  const bool is_p256 = keys[0].public_key().algorithm == SignatureAlgorithm::EcdsaP256Sha256;
  return ok(std::string(R"({"data":{"type":")") + (is_p256 ? "ecdsa-p256" : "ed25519") +
            R"(","keys":{"1":{"public_key":")" + public_text(keys[0].public_key()) +
            R"("},"2":{"public_key":")" + public_text(keys[1].public_key()) + R"("}}}})");
}

FakeReply FakeVault::sign(const JsonAnswer& body) {
  const auto version = body.number({"key_version"});
  const auto input = from_base64(body.text({"input"}).value_or("?"));
  if (!input || !version || *version < 1 || *version > 2) {
    return vault_error(400, "invalid request");
  }
  const SigningKey& key = keys[*version - 1];
  ++signatures;
  const std::string prefix = R"({"data":{"signature":"vault:v)" + std::to_string(*version) + ":";
  if (key.public_key().algorithm == SignatureAlgorithm::Ed25519) {
    return ok(prefix + to_base64(key.sign(*input)) + R"("}})");
  }
  if (body.flag({"prehashed"}) != true || body.text({"hash_algorithm"}) != "sha2-256" ||
      body.text({"marshaling_algorithm"}) != "jws" || input->size() != 32) {
    return vault_error(400, "invalid request");
  }
  const Bytes der =
      sign_p256_digest(secret_from(seed_, static_cast<std::uint8_t>(*version)), *input);
  return ok(prefix + to_base64url(*crypto::p256_signature_from_der(der)) + R"("}})");
}

FakeReply FakeVault::encrypt(const JsonAnswer& body) const {
  const auto plaintext = from_base64(body.text({"plaintext"}).value_or("?"));
  const auto bound = from_base64(body.text({"associated_data"}).value_or("?"));
  if (!plaintext || !bound || bound->size() != 32) {
    return vault_error(400, "invalid request");
  }
  const Bytes box =
      crypto::provider::encrypt(wrapping_key(), SecretBytes::copy_of(*plaintext), *bound);
  return ok(R"({"data":{"ciphertext":"vault:v1:)" + to_base64(box) + R"("}})");
}

FakeReply FakeVault::decrypt(const JsonAnswer& body) const {
  const std::string_view text = body.text({"ciphertext"}).value_or("");
  const auto box = from_base64(text.substr(std::min(text.size(), std::size_t{9})));
  const auto bound = from_base64(body.text({"associated_data"}).value_or("?"));
  if (!text.starts_with("vault:v1:") || !box || !bound) {
    return vault_error(400, "invalid ciphertext: unable to decode");
  }
  const auto secret = crypto::provider::decrypt(wrapping_key(), *box, *bound);
  if (!secret) {
    return vault_error(400, "cipher: message authentication failed");
  }
  return ok(R"({"data":{"plaintext":")" + to_base64(secret->view()) + R"("}})");
}

}  // namespace vitalstream::testing
