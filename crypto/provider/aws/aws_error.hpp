#pragma once
// What went wrong when AWS, or something in its place, answers with an error: JSON from KMS, XML
// from STS, either from a gateway. The name of the error decides, not the status. Pure; any thread.

#include <string>

#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/provider_result.hpp"

namespace vitalstream::crypto::provider {

struct AwsError {
  // "ThrottlingException"; empty if the answer names none.
  std::string name;
  // One printable line.
  std::string message;
};

[[nodiscard]] AwsError aws_error(const HttpResponse& response);

// The text between the only <tag> and its end; nothing if there is none, or a second.
[[nodiscard]] std::optional<std::string> xml_text(std::string_view xml, std::string_view tag);

// The credentials are no longer good, and others may be had.
[[nodiscard]] bool is_about_credentials(const AwsError& error);
// The time that was signed is not AWS's.
[[nodiscard]] bool may_be_about_time(const AwsError& error);

[[nodiscard]] ProviderFailure aws_failure(std::string_view what, const HttpResponse& response);

}  // namespace vitalstream::crypto::provider
