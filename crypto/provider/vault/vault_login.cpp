#include "crypto/provider/vault/vault_login.hpp"

#include <utility>

#include "base/assert.hpp"
#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

ProviderResult<SecretBytes> secret_of(const SecretReference& reference, std::string_view what) {
  auto secret = read_secret(reference);
  if (secret.has_error()) {
    return refused("Vault login: " + std::string(what) + " " + reference.to_string() + ": " +
                   std::string(to_string(secret.error())));
  }
  return *std::move(secret);
}

// A header cannot hold anything else, and no token does.
bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= kVaultTokenBytesMax &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") ==
             std::string_view::npos;
}

VaultLogin::Token token_of(std::string_view text) {
  return std::make_shared<const SecretBytes>(SecretBytes::copy_of(as_bytes(text)));
}

std::chrono::seconds seconds_in(const JsonAnswer& json, JsonAnswer::Path path) {
  const std::uint64_t count = json.number(path).value_or(0);
  return std::chrono::seconds(std::min<std::uint64_t>(count, kVaultLeaseSecondsMax));
}

}  // namespace

bool VaultLogin::is_due(const Lease& lease) const {
  return lease.length.count() > 0 && clock_.now() >= lease.begun + lease.length * 2 / 3;
}

bool VaultLogin::is_over(const Lease& lease) const {
  return lease.length.count() > 0 && clock_.now() >= lease.begun + lease.length;
}

VaultLogin::Lease VaultLogin::current() const {
  const std::lock_guard lock(lease_mutex_);
  return lease_;
}

void VaultLogin::keep(const Lease& lease) {
  const std::lock_guard lock(lease_mutex_);
  lease_ = lease;
}

ProviderResult<VaultLogin::Token> VaultLogin::token(Deadline deadline) {
  Lease lease = current();
  if (lease.token != nullptr && !is_due(lease)) {
    return lease.token;
  }
  if (lease.token != nullptr && !is_over(lease)) {
    if (const std::unique_lock lock(login_mutex_, std::try_to_lock); lock.owns_lock()) {
      refresh(deadline);
    }
    return current().token;
  }
  const std::lock_guard lock(login_mutex_);
  lease = current();
  if (lease.token == nullptr || is_over(lease)) {
    auto fresh = log_in(deadline);
    if (fresh.has_error()) {
      return fresh.error();
    }
    keep(*fresh);
    lease = *std::move(fresh);
  }
  return lease.token;
}

void VaultLogin::refresh(Deadline deadline) {
  const Lease lease = current();
  if (!is_due(lease) || clock_.now() < next_refresh_) {
    return;
  }
  next_refresh_ = clock_.now() + kVaultRefreshPause;
  if (lease.is_renewable) {
    const auto renewed = renew(lease, deadline);
    // Near its greatest age a token gets only what is left until then.
    if (renewed && renewed->length * 2 > lease.length) {
      keep(*renewed);
      return;
    }
  }
  if (const auto fresh = log_in(deadline)) {
    keep(*fresh);
  }
}

ProviderResult<VaultLogin::Token> VaultLogin::another_token(const Token& refused_one,
                                                            Deadline deadline) {
  const std::lock_guard lock(login_mutex_);
  const Lease lease = current();
  if (lease.token != refused_one) {
    return lease.token;
  }
  if (clock_.now() < next_login_) {
    return refused("Vault has refused the token and the one after it; logging in is not tried yet");
  }
  next_login_ = clock_.now() + kVaultLoginPause;
  auto fresh = log_in(deadline);
  if (fresh.has_error()) {
    return fresh.error();
  }
  if (equal_secrets(fresh->token->view(), refused_one->view())) {
    return refused("Vault refuses the token, and there is no other yet");
  }
  keep(*fresh);
  return fresh->token;
}

ProviderResult<VaultLogin::Lease> VaultLogin::log_in(Deadline deadline) {
  switch (options_.auth) {
    case VaultAuth::Token:
      return read_token(deadline);
    case VaultAuth::AppRole:
      return log_in_by_app_role(deadline);
    case VaultAuth::Kubernetes:
      return log_in_by_kubernetes(deadline);
  }
  base::assertion_failed("a known VaultAuth", __FILE__, __LINE__);
}

ProviderResult<VaultLogin::Lease> VaultLogin::log_in_by_app_role(Deadline deadline) {
  const auto secret_id = secret_of(options_.secret_id, "the secret id");
  if (secret_id.has_error()) {
    return secret_id.error();
  }
  JsonBody body;
  body.text("role_id", options_.role).text("secret_id", as_text(secret_id->view()));
  return log_in_with(options_.auth_mount.empty() ? "approle" : options_.auth_mount, body.take(),
                     deadline);
}

ProviderResult<VaultLogin::Lease> VaultLogin::log_in_by_kubernetes(Deadline deadline) {
  // Read at each login: the cluster exchanges it every hour.
  const auto reference = SecretReference::parse("file:" + options_.jwt_file.string());
  const auto jwt = secret_of(reference.value_or(SecretReference()), "the service account's token");
  if (jwt.has_error()) {
    return jwt.error();
  }
  JsonBody body;
  body.text("role", options_.role).text("jwt", as_text(jwt->view()));
  return log_in_with(options_.auth_mount.empty() ? "kubernetes" : options_.auth_mount, body.take(),
                     deadline);
}

ProviderResult<VaultLogin::Lease> VaultLogin::log_in_with(const std::string& mount,
                                                          SecretBytes body, Deadline deadline) {
  const Deadline begun = clock_.now();
  const auto reply =
      api_.call({HttpMethod::Post, "auth/" + mount + "/login", std::move(body)}, {}, deadline);
  if (reply.has_error()) {
    return reply.error();
  }
  if (!reply->is_success()) {
    return vault_failure("Vault login", *reply);
  }
  const auto token =
      reply->json == nullptr ? std::nullopt : reply->json->text({"auth", "client_token"});
  if (!token || !is_token(*token)) {
    return wrong("Vault login: the answer holds no token");
  }
  return Lease{token_of(*token), seconds_in(*reply->json, {"auth", "lease_duration"}),
               reply->json->flag({"auth", "renewable"}).value_or(false), begun};
}

ProviderResult<VaultLogin::Lease> VaultLogin::read_token(Deadline deadline) {
  const auto secret = secret_of(options_.token, "the token");
  if (secret.has_error()) {
    return secret.error();
  }
  if (!is_token(as_text(secret->view()))) {
    return refused("Vault login: " + options_.token.to_string() + " holds no token");
  }
  const Token token = token_of(as_text(secret->view()));
  const Deadline begun = clock_.now();
  const auto reply =
      api_.call({HttpMethod::Get, "auth/token/lookup-self", {}}, token->view(), deadline);
  if (reply.has_error()) {
    return reply.error();
  }
  if (!reply->is_success()) {
    return vault_failure("Vault token", *reply);
  }
  if (reply->json == nullptr) {
    return wrong("Vault token: the answer is malformed");
  }
  return Lease{token, seconds_in(*reply->json, {"data", "ttl"}),
               reply->json->flag({"data", "renewable"}).value_or(false), begun};
}

ProviderResult<VaultLogin::Lease> VaultLogin::renew(const Lease& lease, Deadline deadline) {
  const Deadline begun = clock_.now();
  JsonBody body;
  const auto reply = api_.call({HttpMethod::Post, "auth/token/renew-self", body.take()},
                               lease.token->view(), deadline);
  if (reply.has_error()) {
    return reply.error();
  }
  if (!reply->is_success() || reply->json == nullptr) {
    return vault_failure("Vault renewal", *reply);
  }
  return Lease{lease.token, seconds_in(*reply->json, {"auth", "lease_duration"}),
               reply->json->flag({"auth", "renewable"}).value_or(false), begun};
}

}  // namespace vitalstream::crypto::provider
