#include "crypto/provider/vault/vault_api.hpp"

#include <algorithm>

#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

// Of what stands before Vault.
constexpr int kRequestTimeout = 408;
// As sys/health calls them; 429 is also what a rate limit answers.
constexpr int kTooManyRequests = 429;
constexpr int kDisasterRecoveryStandby = 472;
constexpr int kPerformanceStandby = 473;
constexpr int kPreconditionFailed = 412;
constexpr int kSealed = 503;

bool may_be_served_elsewhere(int status) {
  return status == kRequestTimeout || status == kTooManyRequests ||
         status == kDisasterRecoveryStandby || status == kPerformanceStandby ||
         status == kPreconditionFailed || status >= 502;
}

std::string_view name_of(int status) {
  switch (status) {
    case kSealed:
      return "sealed or in maintenance";
    case kTooManyRequests:
      return "too many requests, or a standby";
    case kDisasterRecoveryStandby:
    case kPerformanceStandby:
      return "a standby";
    default:
      return "not in service";
  }
}

std::vector<HttpHeader> headers_of(const std::string& vault_namespace, ByteView token) {
  // Without this one an agent in between could be made to answer a web page's request.
  std::vector<HttpHeader> headers{{"X-Vault-Request", "true"}};
  if (!vault_namespace.empty()) {
    headers.push_back({"X-Vault-Namespace", vault_namespace});
  }
  if (!token.empty()) {
    headers.push_back({"X-Vault-Token", std::string(as_text(token))});
  }
  return headers;
}

std::string without_last_slash(std::string address) {
  if (address.ends_with('/')) {
    address.pop_back();
  }
  return address;
}

}  // namespace

VaultApi::VaultApi(const VaultOptions& options, std::unique_ptr<HttpClient> http)
    : namespace_(options.vault_namespace), http_(std::move(http)) {
  std::ranges::transform(options.addresses, std::back_inserter(addresses_), without_last_slash);
}

ProviderResult<VaultReply> VaultApi::call(VaultCall call, ByteView token, Deadline deadline) {
  HttpRequest request;
  request.method = call.method;
  request.headers = headers_of(namespace_, token);
  request.body = std::move(call.body);
  const std::size_t first = current_;
  std::optional<ProviderFailure> failure;
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    const std::size_t server = (first + i) % addresses_.size();
    const auto now = std::chrono::steady_clock::now();
    const auto share = (deadline - now) / static_cast<long>(addresses_.size() - i);
    auto reply = call_one(request, server, call.path, std::min(deadline, now + share));
    if (reply) {
      current_ = server;
      return reply;
    }
    // Being unavailable, which may pass, outweighs what is final about another server.
    if (!failure || failure->error != ProviderError::Unavailable) {
      failure = reply.error();
    }
  }
  return failure.value_or(unavailable("no Vault address is configured"));
}

ProviderResult<VaultReply> VaultApi::call_one(HttpRequest& request, std::size_t server,
                                              const std::string& path, Deadline deadline) {
  const std::string& address = addresses_[server];
  request.url = address + "/v1/" + path;
  const auto response = http_->send(request, deadline);
  if (response.has_error()) {
    ProviderFailure failure = to_provider_failure(response.error());
    failure.reason = address + ": " + failure.reason;
    return failure;
  }
  if (may_be_served_elsewhere(response->status)) {
    ProviderFailure failure = unavailable(address + ": " + std::string(name_of(response->status)) +
                                          " (status " + std::to_string(response->status) + ")");
    failure.retry_after = retry_after(*response);
    return failure;
  }
  return VaultReply{response->status, JsonAnswer::parse(response->body.view())};
}

std::string vault_errors(const VaultReply& reply) {
  std::string line;
  if (reply.json != nullptr) {
    for (const std::string_view text : reply.json->texts({"errors"})) {
      line += (line.empty() ? "" : "; ") + std::string(text.substr(0, kVaultErrorCharsMax));
    }
  }
  line.resize(std::min(line.size(), kVaultErrorCharsMax));
  std::ranges::replace_if(
      line, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return line;
}

ProviderFailure vault_failure(std::string_view what, const VaultReply& reply) {
  const std::string errors = vault_errors(reply);
  const std::string reason = std::string(what) + ": status " + std::to_string(reply.status) +
                             (errors.empty() ? "" : ": " + errors);
  // Vault's words for a version that is retired, or not made yet, come with the status of a defect.
  const bool is_version = errors.find("requested version for signing") != std::string::npos;
  return reply.status >= 500 && !is_version ? unavailable(reason) : refused(reason);
}

}  // namespace vitalstream::crypto::provider
