#pragma once
// AzureTokenSource: the access token that calls to a vault carry: from Entra with the secret of an
// application or the token of a Kubernetes service account (workload identity), or from the
// machine (managed identity). Fetched anew before it ends; while that fails, one that is still good
// is used. It has no thread of its own. Any thread.

#include <memory>
#include <mutex>
#include <string>

#include "crypto/provider/azure/azure_answers.hpp"
#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

class AzureTokenSource {
 public:
  using Token = std::shared_ptr<const SecretBytes>;

  // `resource` is what tokens are for: "https://vault.azure.net".
  AzureTokenSource(const AzureKeyVaultOptions& options, std::string resource, HttpClient& http,
                   CallClock& clock)
      : options_(options), resource_(std::move(resource)), http_(http), clock_(clock) {}

  [[nodiscard]] ProviderResult<Token> token(Deadline deadline);
  // The vault did not accept `refused_one`: another, or the reason why there is none.
  [[nodiscard]] ProviderResult<Token> another(const Token& refused_one, Deadline deadline);

 private:
  using Found = ProviderResult<AzureToken>;
  struct Lease {
    Token token;
    Deadline ends{};
  };

  [[nodiscard]] Found fetch(Deadline deadline);
  [[nodiscard]] Found from_entra(std::string_view proof_name, const SecretReference& proof,
                                 Deadline deadline);
  [[nodiscard]] Found from_machine(Deadline deadline);
  [[nodiscard]] bool is_due(const Lease& lease) const;
  [[nodiscard]] bool is_over(const Lease& lease) const;
  [[nodiscard]] Lease current() const;
  ProviderResult<Token> renew(Deadline deadline);

  const AzureKeyVaultOptions options_;
  const std::string resource_;
  HttpClient& http_;
  CallClock& clock_;
  // Held while fetching; `mutex_` only while looking.
  std::mutex fetch_mutex_;
  mutable std::mutex mutex_;
  Lease lease_;
  Deadline next_fetch_{};
};

}  // namespace vitalstream::crypto::provider
