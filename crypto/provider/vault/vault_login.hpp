#pragma once
// VaultLogin: the token that calls carry. Logs in by AppRole or with a Kubernetes service account,
// or reads a token that somebody else renews; renews at two thirds of the lease, and logs in again
// when renewing gives no more time. It has no thread of its own: the call that finds a lease
// two-thirds over renews it, while the others go on with the token they have. Any thread.

#include <memory>
#include <mutex>
#include <string>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/vault/vault_api.hpp"

namespace vitalstream::crypto::provider {

class VaultLogin {
 public:
  using Token = std::shared_ptr<const SecretBytes>;

  VaultLogin(const VaultOptions& options, VaultApi& api, CallClock& clock)
      : options_(options), api_(api), clock_(clock) {}

  [[nodiscard]] ProviderResult<Token> token(Deadline deadline);

  // Vault did not accept `refused_one`: another, by logging in or reading anew. Refused if there is
  // no other, and for some time after one that was not accepted either, so that a policy that
  // forbids is not answered with a storm of logins.
  [[nodiscard]] ProviderResult<Token> another_token(const Token& refused_one, Deadline deadline);

 private:
  struct Lease {
    Token token;
    // Zero: it does not end.
    std::chrono::seconds length{0};
    bool is_renewable = false;
    Deadline begun{};
  };

  [[nodiscard]] ProviderResult<Lease> log_in(Deadline deadline);
  [[nodiscard]] ProviderResult<Lease> log_in_with(const std::string& mount, SecretBytes body,
                                                  Deadline deadline);
  [[nodiscard]] ProviderResult<Lease> log_in_by_app_role(Deadline deadline);
  [[nodiscard]] ProviderResult<Lease> log_in_by_kubernetes(Deadline deadline);
  [[nodiscard]] ProviderResult<Lease> read_token(Deadline deadline);
  [[nodiscard]] ProviderResult<Lease> renew(const Lease& lease, Deadline deadline);
  // Renewed or logged in anew; the old one if neither can be had now.
  void refresh(Deadline deadline);
  [[nodiscard]] bool is_due(const Lease& lease) const;
  [[nodiscard]] bool is_over(const Lease& lease) const;
  [[nodiscard]] Lease current() const;
  void keep(const Lease& lease);

  const VaultOptions options_;
  VaultApi& api_;
  CallClock& clock_;
  // Held while logging in or renewing; `lease_mutex_` only while looking.
  std::mutex login_mutex_;
  mutable std::mutex lease_mutex_;
  Lease lease_;
  Deadline next_refresh_{};
  Deadline next_login_{};
};

}  // namespace vitalstream::crypto::provider
