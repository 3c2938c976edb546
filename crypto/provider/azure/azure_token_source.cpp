#include "crypto/provider/azure/azure_token_source.hpp"

#include <utility>

#include "base/assert.hpp"
#include "crypto/provider/http/form_encoding.hpp"
#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::string_view kAssertionType =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

std::string without_last_slash(std::string text) {
  if (text.ends_with('/')) {
    text.pop_back();
  }
  return text;
}

// What may pass by itself; a machine's metadata service says 404 and 410 while it starts.
bool may_pass(int status) { return status == 404 || status == 410; }

}  // namespace

bool AzureTokenSource::is_due(const Lease& lease) const {
  return clock_.now() + kAzureRenewBefore >= lease.ends;
}

bool AzureTokenSource::is_over(const Lease& lease) const { return clock_.now() >= lease.ends; }

AzureTokenSource::Lease AzureTokenSource::current() const {
  const std::lock_guard lock(mutex_);
  return lease_;
}

ProviderResult<AzureTokenSource::Token> AzureTokenSource::token(Deadline deadline) {
  const Lease known = current();
  if (known.token != nullptr && !is_due(known)) {
    return known.token;
  }
  if (known.token != nullptr && !is_over(known)) {
    const std::unique_lock lock(fetch_mutex_, std::try_to_lock);
    if (lock.owns_lock() && clock_.now() >= next_fetch_) {
      static_cast<void>(renew(deadline));
    }
    return current().token;
  }
  const std::lock_guard lock(fetch_mutex_);
  const Lease meanwhile = current();
  if (meanwhile.token != nullptr && !is_over(meanwhile)) {
    return meanwhile.token;
  }
  return renew(deadline);
}

ProviderResult<AzureTokenSource::Token> AzureTokenSource::another(const Token& refused_one,
                                                                  Deadline deadline) {
  const std::lock_guard lock(fetch_mutex_);
  const Lease meanwhile = current();
  if (meanwhile.token != refused_one) {
    return meanwhile.token;
  }
  if (clock_.now() < next_fetch_) {
    return refused("Azure login: the vault refuses the token, and another is not fetched yet");
  }
  auto fresh = renew(deadline);
  if (fresh && equal_secrets((*fresh)->view(), refused_one->view())) {
    return refused("Azure login: the vault refuses the token, and there is no other");
  }
  return fresh;
}

// With `fetch_mutex_` held.
ProviderResult<AzureTokenSource::Token> AzureTokenSource::renew(Deadline deadline) {
  const Deadline begun = clock_.now();
  next_fetch_ = begun + kAzureFetchPause;
  auto found = fetch(deadline);
  if (found.has_error()) {
    return found.error();
  }
  Token token = std::make_shared<const SecretBytes>(std::move(found->text));
  const std::lock_guard lock(mutex_);
  lease_ = {token, begun + found->lifetime};
  return token;
}

AzureTokenSource::Found AzureTokenSource::fetch(Deadline deadline) {
  switch (chosen_auth(options_)) {
    case AzureAuth::ClientSecret:
      return from_entra("client_secret", options_.client_secret, deadline);
    case AzureAuth::WorkloadIdentity: {
      // Read at each login: the cluster exchanges it every hour.
      const auto file = SecretReference::parse("file:" + options_.federated_token_file.string());
      return from_entra("client_assertion", file.value_or(SecretReference()), deadline);
    }
    case AzureAuth::ManagedIdentity:
      return from_machine(deadline);
    case AzureAuth::Automatic:
      break;
  }
  base::assertion_failed("a chosen AzureAuth", __FILE__, __LINE__);
}

AzureTokenSource::Found AzureTokenSource::from_entra(std::string_view proof_name,
                                                     const SecretReference& proof,
                                                     Deadline deadline) {
  const auto secret = read_secret(proof);
  if (secret.has_error()) {
    return refused("Azure login: " + proof.to_string() + ": " +
                   std::string(to_string(secret.error())));
  }
  const bool is_assertion = proof_name == "client_assertion";
  std::string form = "grant_type=client_credentials&client_id=" + form_encoded(options_.client_id) +
                     "&scope=" + form_encoded(resource_ + "/.default");
  form += is_assertion ? "&client_assertion_type=" + form_encoded(kAssertionType) : "";
  form += "&" + std::string(proof_name) + "=" + form_encoded(as_text(secret->view()));
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.url =
      without_last_slash(options_.authority) + "/" + options_.tenant_id + "/oauth2/v2.0/token";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = SecretBytes::copy_of(as_bytes(form));
  wipe({reinterpret_cast<std::uint8_t*>(form.data()), form.size()});
  const auto response = http_.send(request, deadline);
  if (response.has_error()) {
    ProviderFailure failure = to_provider_failure(response.error());
    failure.reason = "Azure login at " + options_.authority + ": " + failure.reason;
    return failure;
  }
  return response->status == 200 ? azure_token(response->body.view())
                                 : Found(azure_failure("Azure login", *response));
}

AzureTokenSource::Found AzureTokenSource::from_machine(Deadline deadline) {
  HttpRequest request;
  request.url =
      without_last_slash(options_.metadata_endpoint) +
      "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=" + form_encoded(resource_);
  if (!options_.client_id.empty()) {
    request.url += "&client_id=" + form_encoded(options_.client_id);
  }
  request.headers = {{"Metadata", "true"}};
  const auto response = http_.send(request, deadline);
  if (response.has_error()) {
    ProviderFailure failure = to_provider_failure(response.error());
    failure.reason = "Azure login: no other is configured, and this machine's managed identity: " +
                     failure.reason;
    return failure;
  }
  if (response->status == 200) {
    return azure_token(response->body.view());
  }
  ProviderFailure failure = azure_failure("Azure managed identity", *response);
  failure.error = may_pass(response->status) ? ProviderError::Unavailable : failure.error;
  return failure;
}

}  // namespace vitalstream::crypto::provider
