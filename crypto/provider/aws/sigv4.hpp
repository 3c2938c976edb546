#pragma once
// AWS Signature Version 4, as far as this module needs it: requests to the root of a service,
// without a query. Ours and not libcurl's, because the clock must be correctable. Checked against
// the vectors that AWS publishes. Pure; any thread.

#include <string>
#include <vector>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/http/http_client.hpp"

namespace vitalstream::crypto::provider {

struct AwsCredentials {
  std::string access_key_id;
  SecretBytes secret_access_key;
  // Empty for those of a user; credentials of a role have one.
  SecretBytes session_token;
  // Nothing: they do not end.
  std::optional<WallSeconds> ends;
};

struct SigV4Scope {
  std::string region;
  std::string service;
};

// Adds X-Amz-Date, X-Amz-Security-Token and Authorization. All headers that are there already are
// signed, and the host. The URL is one that parse_http_url takes, with target "/".
void sign_v4(HttpRequest& request, const AwsCredentials& credentials, const SigV4Scope& scope,
             WallSeconds time);

}  // namespace vitalstream::crypto::provider
