#include "crypto/provider/aws/aws_error.hpp"

#include <algorithm>
#include <array>

#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/limits.hpp"

namespace vitalstream::crypto::provider {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 10> kUnavailable = {
    "ThrottlingException",         "Throttling",
    "TooManyRequestsException",    "RequestLimitExceeded",
    "LimitExceededException",      "KMSInternalException",
    "DependencyTimeoutException",  "KeyUnavailableException",
    "ServiceUnavailableException", "InternalFailure"};

constexpr std::array<std::string_view, 3> kWrong = {
    "InvalidCiphertextException", "IncorrectKeyException", "KMSInvalidSignatureException"};

constexpr std::array<std::string_view, 6> kCredentials = {
    "ExpiredTokenException",         "ExpiredToken",         "UnrecognizedClientException",
    "InvalidClientTokenIdException", "InvalidClientTokenId", "InvalidAccessKeyId"};

constexpr std::array<std::string_view, 4> kTime = {
    "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired"};

bool is_one_of(std::string_view name, Names names) {
  return std::ranges::find(names, name) != names.end();
}

// "com.amazonaws.kms#DisabledException:http://..." is DisabledException.
std::string short_name(std::string_view name) {
  if (const auto hash = name.rfind('#'); hash != std::string_view::npos) {
    name.remove_prefix(hash + 1);
  }
  return std::string(name.substr(0, name.find(':')));
}

std::string one_line(std::string_view text) {
  std::string line(text.substr(0, kAwsErrorCharsMax));
  std::ranges::replace_if(
      line, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return line;
}

ProviderError meaning_of(const AwsError& error, int status) {
  if (is_one_of(error.name, kWrong)) {
    return ProviderError::Wrong;
  }
  const bool is_busy = status == 408 || status == 429 || status >= 500;
  return is_one_of(error.name, kUnavailable) || is_busy ? ProviderError::Unavailable
                                                        : ProviderError::Refused;
}

}  // namespace

std::optional<std::string> xml_text(std::string_view xml, std::string_view tag) {
  const std::string open = "<" + std::string(tag) + ">";
  const std::string close = "</" + std::string(tag) + ">";
  const auto begin = xml.find(open);
  const auto end = xml.find(close);
  if (begin == std::string_view::npos || end == std::string_view::npos ||
      end < begin + open.size() || xml.find(open, begin + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  return std::string(xml.substr(begin + open.size(), end - begin - open.size()));
}

AwsError aws_error(const HttpResponse& response) {
  AwsError error;
  if (const auto json = JsonAnswer::parse(response.body.view())) {
    error.name = short_name(json->text({"__type"}).value_or(""));
    error.message =
        one_line(json->text({"message"}).value_or(json->text({"Message"}).value_or("")));
  } else {
    const std::string_view body = as_text(response.body.view());
    error.name = one_line(xml_text(body, "Code").value_or(""));
    error.message = one_line(xml_text(body, "Message").value_or(""));
  }
  return error;
}

bool is_about_credentials(const AwsError& error) { return is_one_of(error.name, kCredentials); }

bool may_be_about_time(const AwsError& error) { return is_one_of(error.name, kTime); }

ProviderFailure aws_failure(std::string_view what, const HttpResponse& response) {
  const AwsError error = aws_error(response);
  ProviderFailure failure{meaning_of(error, response.status),
                          std::string(what) + ": status " + std::to_string(response.status)};
  for (const std::string& text : {error.name, error.message}) {
    failure.reason += text.empty() ? "" : ": " + text;
  }
  failure.retry_after = retry_after(response);
  return failure;
}

}  // namespace vitalstream::crypto::provider
