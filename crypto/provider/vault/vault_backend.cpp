#include "crypto/provider/vault/vault_backend.hpp"

#include <algorithm>
#include <utility>

#include "crypto/provider/base64.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/one_key_backend.hpp"
#include "crypto/provider/vault/vault_answers.hpp"
#include "crypto/provider/vault/vault_login.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr int kForbidden = 403;

class VaultBackend final : public OneKeyBackend {
 public:
  VaultBackend(const VaultOptions& options, std::unique_ptr<HttpClient> http, CallClock& clock)
      : OneKeyBackend("vault", !options.wrapping_key.empty()),
        options_(options),
        api_(options, std::move(http)),
        login_(options, api_, clock) {}

  [[nodiscard]] ProviderResult<void> check_health(Deadline deadline) override;
  ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                 Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                         Deadline deadline) override;

 private:
  [[nodiscard]] ProviderResult<PublicKey> read_key(Deadline deadline) override;

  using Answer = std::unique_ptr<JsonAnswer>;
  // With a token, and with another one if that is not accepted. `make()` makes the call anew.
  template <class MakeCall>
  [[nodiscard]] ProviderResult<VaultReply> call(const MakeCall& make, Deadline deadline);
  // The JSON of a success.
  template <class MakeCall>
  [[nodiscard]] ProviderResult<Answer> ask(std::string_view what, const MakeCall& make,
                                           Deadline deadline);
  [[nodiscard]] std::string path(std::string_view operation, const std::string& key) const {
    return options_.mount + "/" + std::string(operation) + "/" + key;
  }

  const VaultOptions options_;
  VaultApi api_;
  VaultLogin login_;
};

template <class MakeCall>
ProviderResult<VaultReply> VaultBackend::call(const MakeCall& make, Deadline deadline) {
  const auto token = login_.token(deadline);
  if (token.has_error()) {
    return token.error();
  }
  auto reply = api_.call(make(), (*token)->view(), deadline);
  if (reply.has_error() || reply->status != kForbidden) {
    return reply;
  }
  const auto other = login_.another_token(*token, deadline);
  if (other.has_error()) {
    const ProviderFailure& failure = other.error();
    return failure.error == ProviderError::Refused
               ? refused(vault_errors(*reply) + "; " + failure.reason)
               : failure;
  }
  return api_.call(make(), (*other)->view(), deadline);
}

template <class MakeCall>
auto VaultBackend::ask(std::string_view what, const MakeCall& make, Deadline deadline)
    -> ProviderResult<Answer> {
  auto reply = call(make, deadline);
  if (reply.has_error()) {
    return reply.error();
  }
  if (!reply->is_success()) {
    return vault_failure(what, *reply);
  }
  if (reply->json == nullptr) {
    return wrong(std::string(what) + ": Vault's answer is malformed");
  }
  return std::move(reply->json);
}

ProviderResult<PublicKey> VaultBackend::read_key(Deadline deadline) {
  const auto answer = ask(
      "reading the key",
      [&] {
        return VaultCall{HttpMethod::Get, path("keys", options_.key), {}};
      },
      deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  return vault_public_key(**answer, options_.key_version);
}

ProviderResult<void> VaultBackend::check_health(Deadline deadline) {
  const auto reply = api_.call(
      {HttpMethod::Get, "sys/health?standbyok=true&perfstandbyok=true", {}}, {}, deadline);
  if (reply.has_error()) {
    return reply.error();
  }
  return reply->is_success() ? ProviderResult<void>() : vault_failure("health", *reply);
}

ProviderResult<Signature> VaultBackend::ask_signature(ByteView message, Deadline deadline) {
  const bool is_p256 = public_key().algorithm == SignatureAlgorithm::EcdsaP256Sha256;
  const std::string input = is_p256 ? to_base64(sha256(message)) : to_base64(message);
  const auto make = [&] {
    JsonBody body;
    body.text("input", input).number("key_version", options_.key_version);
    if (is_p256) {
      body.flag("prehashed", true).text("hash_algorithm", "sha2-256");
      body.text("marshaling_algorithm", "jws");
    }
    return VaultCall{HttpMethod::Post, path("sign", options_.key), body.take()};
  };
  const auto answer = ask("signing", make, deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  return vault_signature(public_key().algorithm, options_.key_version,
                         (*answer)->text({"data", "signature"}).value_or(""));
}

ProviderResult<Bytes> VaultBackend::ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                             Deadline deadline) {
  const auto make = [&] {
    JsonBody body;
    std::string text = to_base64(plaintext.view());
    body.text("plaintext", text).text("associated_data", to_base64(context));
    wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return VaultCall{HttpMethod::Post, path("encrypt", options_.wrapping_key), body.take()};
  };
  const auto answer = ask("wrapping", make, deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  const auto ciphertext = (*answer)->text({"data", "ciphertext"});
  if (!ciphertext || !ciphertext->starts_with("vault:v")) {
    return wrong("wrapping: Vault's answer holds no ciphertext");
  }
  return to_bytes(as_bytes(*ciphertext));
}

// Vault answers a forged text and a missing key alike.
ProviderFailure unwrap_meaning(ProviderFailure failure) {
  const bool is_forged =
      failure.reason.find("message authentication failed") != std::string::npos ||
      failure.reason.find("invalid ciphertext") != std::string::npos;
  return failure.error == ProviderError::Refused && is_forged ? wrong(failure.reason) : failure;
}

ProviderResult<SecretBytes> VaultBackend::ask_unwrap(ByteView blob, const Hash32& context,
                                                     Deadline deadline) {
  const auto make = [&] {
    JsonBody body;
    body.text("ciphertext", as_text(blob)).text("associated_data", to_base64(context));
    return VaultCall{HttpMethod::Post, path("decrypt", options_.wrapping_key), body.take()};
  };
  const auto answer = ask("unwrapping", make, deadline);
  if (answer.has_error()) {
    return unwrap_meaning(answer.error());
  }
  auto plaintext = from_base64((*answer)->text({"data", "plaintext"}).value_or(""));
  if (!plaintext) {
    return wrong("unwrapping: Vault's answer holds no plaintext");
  }
  auto secret = SecretBytes::copy_of(*plaintext);
  wipe(*plaintext);
  return secret;
}

}  // namespace

ProviderResult<std::unique_ptr<KeyBackend>> open_vault_backend(const VaultOptions& options,
                                                               std::unique_ptr<HttpClient> http,
                                                               CallClock& clock,
                                                               Deadline deadline) {
  auto backend = std::make_unique<VaultBackend>(options, std::move(http), clock);
  return learned(std::move(backend), deadline);
}

ProviderResult<std::unique_ptr<KeyBackend>> open_vault_backend(const VaultOptions& options,
                                                               Deadline deadline) {
  auto http = make_curl_client({options.ca_file, options.proxy, options.connections_max});
  return open_vault_backend(options, std::move(http), system_call_clock(), deadline);
}

}  // namespace vitalstream::crypto::provider
