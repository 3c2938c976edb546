#include "crypto/provider/aws/sigv4.hpp"

#include <algorithm>
#include <map>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "crypto/hkdf.hpp"
#include "crypto/provider/aws/aws_time.hpp"
#include "crypto/provider/http/http_url.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
// Of "20150830T123600Z", the day.
constexpr std::size_t kDayChars = 8;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

// Runs of spaces count as one, and those at the ends not at all.
std::string single_spaced(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c != ' ' || (!result.empty() && result.back() != ' ')) {
      result.push_back(c);
    }
  }
  if (result.ends_with(' ')) {
    result.pop_back();
  }
  return result;
}

struct CanonicalHeaders {
  std::string lines;
  std::string names;
};

CanonicalHeaders canonical_headers(const HttpRequest& request, const std::string& host) {
  std::map<std::string, std::string> sorted{{"host", host}};
  for (const HttpHeader& header : request.headers) {
    sorted[lower(header.name)] = single_spaced(header.value);
  }
  CanonicalHeaders result;
  for (const auto& [name, value] : sorted) {
    result.lines += name + ":" + value + "\n";
    result.names += (result.names.empty() ? "" : ";") + name;
  }
  return result;
}

// As the header Host says it: without a port that goes without saying.
std::string host_header(const HttpUrl& url) {
  const std::string_view implied = url.is_tls ? ":443" : ":80";
  const bool is_implied = url.authority.ends_with(implied);
  return url.authority.substr(0, url.authority.size() - (is_implied ? implied.size() : 0));
}

Hash32 signing_key(const AwsCredentials& credentials, std::string_view day,
                   const SigV4Scope& scope) {
  const ByteView secret = credentials.secret_access_key.view();
  SecretBytes seed(4 + secret.size());
  std::ranges::copy(as_bytes("AWS4"), seed.writable().begin());
  std::ranges::copy(secret, seed.writable().subspan(4).begin());
  Hash32 key = hmac_sha256(seed.view(), as_bytes(day));
  for (const std::string_view piece :
       {std::string_view(scope.region), std::string_view(scope.service),
        std::string_view("aws4_request")}) {
    key = hmac_sha256(key, as_bytes(piece));
  }
  return key;
}

}  // namespace

void sign_v4(HttpRequest& request, const AwsCredentials& credentials, const SigV4Scope& scope,
             WallSeconds time) {
  const auto url = parse_http_url(request.url);
  VS_ASSERT(url.has_value() && url->target == "/");
  const std::string date = to_amz_date(time);
  request.headers.push_back({"X-Amz-Date", date});
  if (credentials.session_token.size() > 0) {
    request.headers.push_back(
        {"X-Amz-Security-Token", std::string(as_text(credentials.session_token.view()))});
  }
  const CanonicalHeaders headers = canonical_headers(request, host_header(*url));
  const std::string canonical = std::string(to_string(request.method)) + "\n/\n\n" + headers.lines +
                                "\n" + headers.names + "\n" + to_hex(sha256(request.body.view()));
  const std::string day = date.substr(0, kDayChars);
  const std::string scope_text = day + "/" + scope.region + "/" + scope.service + "/aws4_request";
  const std::string to_sign = std::string(kAlgorithm) + "\n" + date + "\n" + scope_text + "\n" +
                              to_hex(sha256(as_bytes(canonical)));
  Hash32 key = signing_key(credentials, day, scope);
  const Hash32 signature = hmac_sha256(key, as_bytes(to_sign));
  wipe(key);
  request.headers.push_back({"Authorization", std::string(kAlgorithm) +
                                                  " Credential=" + credentials.access_key_id + "/" +
                                                  scope_text + ", SignedHeaders=" + headers.names +
                                                  ", Signature=" + to_hex(signature)});
}

}  // namespace vitalstream::crypto::provider
