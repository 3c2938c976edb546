#include "crypto/provider/azure/azure_key_vault_backend.hpp"

#include <utility>

#include "base/base64url.hpp"
#include "crypto/provider/azure/azure_answers.hpp"
#include "crypto/provider/azure/azure_challenge.hpp"
#include "crypto/provider/azure/azure_token_source.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/http/http_url.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/one_key_backend.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::provider {
namespace {

// Old enough for every vault and Managed HSM.
constexpr std::string_view kVersionQuery = "?api-version=7.4";
constexpr std::string_view kWrapAlgorithm = "RSA-OAEP-256";
constexpr int kUnauthorized = 401;
constexpr int kBadRequest = 400;

struct AzureCall {
  // "Azure sign": for reasons.
  std::string_view what;
  // "/keys/NAME/VERSION", of the key that is used.
  std::string key_path;
  // "/sign"; empty: the key is shown.
  std::string_view operation = {};
  SecretBytes body = {};
};

class AzureKeyVaultBackend final : public OneKeyBackend {
 public:
  AzureKeyVaultBackend(const AzureKeyVaultOptions& options, std::unique_ptr<HttpClient> http,
                       CallClock& clock)
      : OneKeyBackend("azure_key_vault", !options.wrapping_key.empty()),
        options_(options),
        vault_(parse_http_url(options.vault_url).value_or(HttpUrl())),
        key_path_(path_of(options.key, options.key_version)),
        wrapping_path_(path_of(options.wrapping_key, options.wrapping_key_version)),
        http_(std::move(http)),
        clock_(clock) {}
  // What must be known before anything is asked: whom to get tokens for.
  [[nodiscard]] ProviderResult<void> ask_for_challenge(Deadline deadline);

  ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                 Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                         Deadline deadline) override;

 private:
  using Answer = std::unique_ptr<JsonAnswer>;
  using Response = Result<HttpResponse, HttpFailure>;
  using Token = AzureTokenSource::Token;

  [[nodiscard]] static std::string path_of(const std::string& key, const std::string& version) {
    return "/keys/" + key + "/" + version;
  }
  [[nodiscard]] Response send(const AzureCall& call, const Token& token, Deadline deadline);
  // Where the vault sends for tokens, if that may be followed.
  [[nodiscard]] ProviderResult<AzureChallenge> challenge_in(const HttpResponse& response) const;
  [[nodiscard]] ProviderResult<Token> another_token(const HttpResponse& response,
                                                    const Token& refused_one, Deadline deadline);
  // The JSON of a success. Asked again with another token if the first was not accepted.
  [[nodiscard]] ProviderResult<Answer> ask(const AzureCall& call, Deadline deadline);
  [[nodiscard]] ProviderFailure named(const HttpFailure& failure) const;
  [[nodiscard]] ProviderResult<PublicKey> read_key(Deadline deadline) override;

  const AzureKeyVaultOptions options_;
  const HttpUrl vault_;
  const std::string key_path_;
  const std::string wrapping_path_;
  const std::unique_ptr<HttpClient> http_;
  CallClock& clock_;
  std::string resource_;
  std::unique_ptr<AzureTokenSource> source_;
};

SecretBytes operation_body(std::string_view algorithm, ByteView value) {
  std::string text = to_base64url(value);
  JsonBody body;
  body.text("alg", algorithm).text("value", text);
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  return body.take();
}

ProviderFailure AzureKeyVaultBackend::named(const HttpFailure& failure) const {
  ProviderFailure result = to_provider_failure(failure);
  result.reason = options_.vault_url + ": " + result.reason;
  return result;
}

AzureKeyVaultBackend::Response AzureKeyVaultBackend::send(const AzureCall& call, const Token& token,
                                                          Deadline deadline) {
  HttpRequest request;
  request.url = "https://" + vault_.authority + call.key_path + std::string(call.operation) +
                std::string(kVersionQuery);
  request.headers = {{"Accept", "application/json"}};
  if (token != nullptr) {
    request.headers.push_back({"Authorization", "Bearer " + std::string(as_text(token->view()))});
  }
  if (!call.operation.empty()) {
    request.method = HttpMethod::Post;
    request.headers.push_back({"Content-Type", "application/json"});
    request.body = SecretBytes::copy_of(call.body.view());
  }
  return http_->send(request, deadline);
}

ProviderResult<AzureChallenge> AzureKeyVaultBackend::challenge_in(
    const HttpResponse& response) const {
  auto challenge = parse_azure_challenge(response.header("www-authenticate").value_or(""));
  if (!challenge) {
    return wrong(options_.vault_url + " does not say what token it wants: is it a Key Vault?");
  }
  if (const auto checked = check_azure_challenge(*challenge, vault_, options_);
      checked.has_error()) {
    return checked.error();
  }
  return *std::move(challenge);
}

ProviderResult<AzureKeyVaultBackend::Token> AzureKeyVaultBackend::another_token(
    const HttpResponse& response, const Token& refused_one, Deadline deadline) {
  const auto challenge = challenge_in(response);
  if (challenge.has_error()) {
    return challenge.error();
  }
  if (challenge->resource != resource_) {
    return refused("the vault wants tokens for another resource than when the node started");
  }
  return source_->another(refused_one, deadline);
}

ProviderResult<AzureKeyVaultBackend::Answer> AzureKeyVaultBackend::ask(const AzureCall& call,
                                                                       Deadline deadline) {
  const auto token = source_->token(deadline);
  if (token.has_error()) {
    return token.error();
  }
  Response response = send(call, *token, deadline);
  if (response && response->status == kUnauthorized) {
    const auto another = another_token(*response, *token, deadline);
    if (another.has_error()) {
      ProviderFailure failure = azure_failure(call.what, *response);
      failure.error = another.error().error;
      failure.reason += "; " + another.error().reason;
      return failure;
    }
    response = send(call, *another, deadline);
  }
  if (response.has_error()) {
    return named(response.error());
  }
  if (response->status != 200) {
    ProviderFailure failure = azure_failure(call.what, *response);
    // Azure's word for a text that its key has not wrapped.
    const bool is_forged = call.operation == "/unwrapkey" && response->status == kBadRequest;
    failure.error = is_forged ? ProviderError::Wrong : failure.error;
    return failure;
  }
  auto json = JsonAnswer::parse(response->body.view());
  if (json == nullptr) {
    return wrong(std::string(call.what) + ": the answer is malformed");
  }
  return json;
}

ProviderResult<PublicKey> AzureKeyVaultBackend::read_key(Deadline deadline) {
  const auto answer = ask({"Azure get key", key_path_}, deadline);
  return answer ? azure_public_key(**answer, clock_.wall_now())
                : ProviderResult<PublicKey>(answer.error());
}

ProviderResult<void> AzureKeyVaultBackend::ask_for_challenge(Deadline deadline) {
  const auto response = send({"Azure get key", key_path_}, nullptr, deadline);
  if (response.has_error()) {
    return named(response.error());
  }
  if (response->status != kUnauthorized) {
    const ProviderFailure failure = azure_failure("Azure challenge", *response);
    return response->status == 200 ? wrong(options_.vault_url + " asks for no token") : failure;
  }
  auto challenge = challenge_in(*response);
  if (challenge.has_error()) {
    return challenge.error();
  }
  resource_ = std::move(challenge->resource);
  source_ = std::make_unique<AzureTokenSource>(options_, resource_, *http_, clock_);
  return {};
}

ProviderResult<Signature> AzureKeyVaultBackend::ask_signature(ByteView message, Deadline deadline) {
  const auto answer =
      ask({"Azure sign", key_path_, "/sign", operation_body("ES256", sha256(message))}, deadline);
  return answer ? azure_signature(**answer, key_path_) : ProviderResult<Signature>(answer.error());
}

ProviderResult<Bytes> AzureKeyVaultBackend::ask_wrap(const SecretBytes& plaintext, const Hash32&,
                                                     Deadline deadline) {
  const auto answer = ask({"Azure wrapKey", wrapping_path_, "/wrapkey",
                           operation_body(kWrapAlgorithm, plaintext.view())},
                          deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  const auto value = azure_value(**answer, wrapping_path_);
  return value ? to_bytes(value->view()) : ProviderResult<Bytes>(value.error());
}

ProviderResult<SecretBytes> AzureKeyVaultBackend::ask_unwrap(ByteView blob, const Hash32&,
                                                             Deadline deadline) {
  const auto answer =
      ask({"Azure unwrapKey", wrapping_path_, "/unwrapkey", operation_body(kWrapAlgorithm, blob)},
          deadline);
  return answer ? azure_value(**answer, wrapping_path_)
                : ProviderResult<SecretBytes>(answer.error());
}

}  // namespace

ProviderResult<std::unique_ptr<KeyBackend>> open_azure_key_vault_backend(
    const AzureKeyVaultOptions& options, std::unique_ptr<HttpClient> http, CallClock& clock,
    Deadline deadline) {
  auto backend = std::make_unique<AzureKeyVaultBackend>(options, std::move(http), clock);
  VS_RETURN_IF_ERROR(backend->ask_for_challenge(deadline));
  return learned(std::move(backend), deadline);
}

ProviderResult<std::unique_ptr<KeyBackend>> open_azure_key_vault_backend(
    const AzureKeyVaultOptions& options, Deadline deadline) {
  auto http = make_curl_client({options.ca_file, options.proxy, options.connections_max});
  return open_azure_key_vault_backend(options, std::move(http), system_call_clock(), deadline);
}

}  // namespace vitalstream::crypto::provider
