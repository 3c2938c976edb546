#include "crypto/provider/http/http_client.hpp"

#include <algorithm>
#include <charconv>

#include "base/assert.hpp"
#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {

std::string_view to_string(HttpMethod method) {
  switch (method) {
    case HttpMethod::Get:
      return "GET";
    case HttpMethod::Post:
      return "POST";
    case HttpMethod::Put:
      return "PUT";
  }
  base::assertion_failed("a known HttpMethod", __FILE__, __LINE__);
}

std::string_view to_string(HttpError error) {
  switch (error) {
    case HttpError::BadRequest:
      return "not sent";
    case HttpError::Timeout:
      return "no answer in time";
    case HttpError::Connection:
      return "no connection";
    case HttpError::Certificate:
      return "its certificate is not trusted";
    case HttpError::TlsHandshake:
      return "the TLS handshake failed";
    case HttpError::TooLarge:
      return "the answer is too large";
    case HttpError::Malformed:
      return "the answer is not HTTP";
  }
  base::assertion_failed("a known HttpError", __FILE__, __LINE__);
}

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &HttpHeader::name);
  return found == headers.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

ProviderFailure to_provider_failure(const HttpFailure& failure) {
  const std::string reason = std::string(to_string(failure.error)) + ": " + failure.reason;
  switch (failure.error) {
    case HttpError::Timeout:
    case HttpError::Connection:
    case HttpError::TlsHandshake:
      return unavailable(reason);
    case HttpError::BadRequest:
    case HttpError::Certificate:
      return refused(reason);
    case HttpError::TooLarge:
    case HttpError::Malformed:
      return wrong(reason);
  }
  base::assertion_failed("a known HttpError", __FILE__, __LINE__);
}

Milliseconds retry_after(const HttpResponse& response) {
  const auto text = response.header("retry-after");
  unsigned seconds = 0;
  if (!text ||
      std::from_chars(text->data(), text->data() + text->size(), seconds).ec != std::errc()) {
    return Milliseconds(0);
  }
  return std::min<Milliseconds>(std::chrono::seconds(seconds), kRetryAfterMax);
}

}  // namespace vitalstream::crypto::provider
