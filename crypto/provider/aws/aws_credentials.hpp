#pragma once
// AwsCredentialSource: the credentials that requests are signed with, found in the order in which
// AWS's own clients look: the environment, a web identity (IRSA), the container's credentials (ECS,
// EKS pod identity), the machine's role (IMDSv2). What ends is fetched anew before it does; while
// that fails, what is still good is used. Any thread.

#include <functional>
#include <memory>
#include <mutex>

#include "crypto/provider/aws/sigv4.hpp"
#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

// A variable of the process's environment; nothing if it is not set or empty.
using AwsEnvironment = std::function<std::optional<std::string>(const char* name)>;
[[nodiscard]] AwsEnvironment process_environment();

class AwsCredentialSource {
 public:
  using Credentials = std::shared_ptr<const AwsCredentials>;

  AwsCredentialSource(std::string region, AwsEnvironment environment, HttpClient& http,
                      CallClock& clock)
      : region_(std::move(region)),
        environment_(std::move(environment)),
        http_(http),
        clock_(clock) {}

  [[nodiscard]] ProviderResult<Credentials> credentials(Deadline deadline);
  // AWS did not accept `refused_ones`: others, or the reason why there are none.
  [[nodiscard]] ProviderResult<Credentials> others(const Credentials& refused_ones,
                                                   Deadline deadline);

 private:
  using Found = ProviderResult<AwsCredentials>;

  [[nodiscard]] Found fetch(Deadline deadline);
  [[nodiscard]] Found from_environment() const;
  [[nodiscard]] Found from_web_identity(Deadline deadline);
  [[nodiscard]] Found from_container(const std::string& url, Deadline deadline);
  [[nodiscard]] Found from_machine(Deadline deadline);
  [[nodiscard]] ProviderResult<std::string> machine_answer(const HttpRequest& request,
                                                           Deadline deadline);
  [[nodiscard]] bool is_due(const AwsCredentials& credentials) const;
  [[nodiscard]] bool is_over(const AwsCredentials& credentials) const;
  [[nodiscard]] Credentials current() const;
  ProviderResult<Credentials> renew(Deadline deadline);

  const std::string region_;
  const AwsEnvironment environment_;
  HttpClient& http_;
  CallClock& clock_;
  // Held while fetching; `mutex_` only while looking.
  std::mutex fetch_mutex_;
  mutable std::mutex mutex_;
  Credentials credentials_;
  Deadline next_fetch_{};
};

}  // namespace vitalstream::crypto::provider
