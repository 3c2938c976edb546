#pragma once
// HttpClient: the port through which providers that live elsewhere are asked (Vault, the clouds).
// One request, one answer, a deadline and limits; what an answer means is the provider's business.
// Bodies are secret, because keys and credentials travel in them. Any thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::crypto::provider {

enum class HttpMethod { Get, Post, Put };

// "GET", ...
[[nodiscard]] std::string_view to_string(HttpMethod method);

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  HttpMethod method = HttpMethod::Get;
  std::string url;
  // Without line ends; a request that holds one is not sent.
  std::vector<HttpHeader> headers = {};
  SecretBytes body = {};
};

struct HttpResponse {
  int status = 0;
  // Names in lower case.
  std::vector<HttpHeader> headers;
  SecretBytes body;

  // The first of that name, given in lower case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

enum class HttpError {
  // Nothing is sent: no URL, a line end in a header, plain HTTP to a foreign host.
  BadRequest,
  Timeout,
  // No address, no connection, or it broke.
  Connection,
  // The server could not be authenticated.
  Certificate,
  TlsHandshake,
  TooLarge,
  // Not HTTP.
  Malformed,
};

[[nodiscard]] std::string_view to_string(HttpError error);

struct HttpFailure {
  HttpError error = HttpError::Connection;
  // For the log line; holds no secret.
  std::string reason;
};

// How a provider reports it: what may pass is unavailable; a server that proves to be another is
// refused; an answer that is no HTTP or has no end is wrong.
[[nodiscard]] ProviderFailure to_provider_failure(const HttpFailure& failure);

class HttpClient {
 public:
  virtual ~HttpClient() = default;
  [[nodiscard]] virtual Result<HttpResponse, HttpFailure> send(const HttpRequest& request,
                                                               Deadline deadline) = 0;
};

// A whole number of seconds in Retry-After; zero if there is none.
[[nodiscard]] Milliseconds retry_after(const HttpResponse& response);

}  // namespace vitalstream::crypto::provider
