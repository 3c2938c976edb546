#pragma once
// VaultApi: one call to Vault or OpenBao, at whichever of the configured servers answers. A server
// that is sealed, a standby that does not forward, or one that is away is passed over for the next;
// the one that answered last is asked first. Any thread.

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/provider_options.hpp"
#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

struct VaultCall {
  HttpMethod method = HttpMethod::Get;
  // Behind /v1/.
  std::string path;
  SecretBytes body = {};
};

struct VaultReply {
  int status = 0;
  // Null if the body is empty or no JSON object.
  std::unique_ptr<JsonAnswer> json;

  [[nodiscard]] bool is_success() const { return status >= 200 && status < 300; }
};

class VaultApi {
 public:
  VaultApi(const VaultOptions& options, std::unique_ptr<HttpClient> http);

  // Whatever a server in service says; unavailable if none is. `token` may be empty.
  [[nodiscard]] ProviderResult<VaultReply> call(VaultCall call, ByteView token, Deadline deadline);

 private:
  // What is left is shared by the servers that are left.
  [[nodiscard]] ProviderResult<VaultReply> call_one(HttpRequest& request, std::size_t server,
                                                    const std::string& path, Deadline deadline);

  std::vector<std::string> addresses_;
  const std::string namespace_;
  const std::unique_ptr<HttpClient> http_;
  std::atomic<std::size_t> current_ = 0;
};

// What Vault said of its refusal, in one printable line.
[[nodiscard]] std::string vault_errors(const VaultReply& reply);

// A reply that is no success, by its status. `what` is for the reason: "sign".
[[nodiscard]] ProviderFailure vault_failure(std::string_view what, const VaultReply& reply);

}  // namespace vitalstream::crypto::provider
