#include "crypto/provider/azure/azure_answers.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/base64url.hpp"
#include "crypto/provider/http/http_url.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/public_key_encoding.hpp"
#include "crypto/provider/signature_encoding.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr auto kP256 = SignatureAlgorithm::EcdsaP256Sha256;
constexpr std::uint8_t kUncompressedPoint = 0x04;

std::string one_line(std::string_view text) {
  text = text.substr(0, std::min(text.find_first_of("\r\n"), kAzureErrorCharsMax));
  std::string line(text);
  std::ranges::replace_if(
      line, [](char c) { return c < ' ' || c > '~'; }, ' ');
  return line;
}

// A header cannot hold anything else, and no token does.
bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= kAzureTokenBytesMax &&
         text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~+/=") ==
             std::string_view::npos;
}

// Entra writes a number, metadata services write its text.
std::uint64_t seconds_in(const JsonAnswer& answer) {
  if (const auto number = answer.number({"expires_in"})) {
    return *number;
  }
  const std::string_view text = answer.text({"expires_in"}).value_or("");
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? number : 0;
}

bool is_same_ignoring_case(std::string_view one, std::string_view other) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::ranges::equal(one, other, {}, lower, lower);
}

ProviderResult<void> check_attributes(const JsonAnswer& answer, WallSeconds now) {
  if (answer.flag({"attributes", "enabled"}) != true) {
    return refused("the key in Azure is disabled");
  }
  const auto seconds =
      static_cast<std::uint64_t>(std::max<std::int64_t>(now.time_since_epoch().count(), 0));
  if (const auto end = answer.number({"attributes", "exp"}); end && *end <= seconds) {
    return refused("the key in Azure has expired: give this version another expiry date");
  }
  if (const auto begin = answer.number({"attributes", "nbf"}); begin && *begin > seconds) {
    return refused("the key in Azure is not to be used yet: its activation date is to come");
  }
  return {};
}

struct Advice {
  std::string_view name;
  std::string_view advice;
};

constexpr std::array<Advice, 8> kAdvice = {{
    {"ForbiddenByRbac", "give the identity the role `Key Vault Crypto User` on the keys"},
    {"ForbiddenByPolicy", "give the identity the key permissions get, sign, wrapKey and unwrapKey"},
    {"AccessDenied", "give the identity get, sign, wrapKey and unwrapKey on the keys"},
    {"ForbiddenByFirewall", "let the node's address through the vault's firewall"},
    {"ForbiddenByConnection", "the vault is reached through its private endpoint only"},
    {"KeyNotFound", "is the name right, and the version, and has the key not been deleted?"},
    {"invalid_client", "is the secret right, and still valid?"},
    {"unauthorized_client", "is the client id right, and the tenant?"},
}};

std::string_view advice_on(std::string_view name) {
  const auto found = std::ranges::find(kAdvice, name, &Advice::name);
  return found == kAdvice.end() ? std::string_view() : found->advice;
}

void add(std::string& reason, std::string_view text) {
  reason += text.empty() ? "" : ": " + one_line(text);
}

}  // namespace

ProviderResult<AzureToken> azure_token(ByteView body) {
  const auto answer = JsonAnswer::parse(body);
  const std::string_view text =
      answer == nullptr ? std::string_view() : answer->text({"access_token"}).value_or("");
  if (!is_token(text)) {
    return wrong("Azure login: the answer holds no token");
  }
  const std::uint64_t seconds = seconds_in(*answer);
  if (seconds == 0) {
    return wrong("Azure login: the answer does not say when the token ends");
  }
  return AzureToken{SecretBytes::copy_of(as_bytes(text)),
                    std::chrono::seconds(std::min(seconds, kAzureTokenSecondsMax))};
}

ProviderResult<PublicKey> azure_public_key(const JsonAnswer& answer, WallSeconds now) {
  const auto type = answer.text({"key", "kty"});
  if ((type != "EC" && type != "EC-HSM") || answer.text({"key", "crv"}) != "P-256") {
    return refused("the key in Azure is not of type EC with the curve P-256");
  }
  if (const auto uses = answer.texts({"key", "key_ops"});
      std::ranges::find(uses, "sign") == uses.end()) {
    return refused("the key in Azure is not for signing");
  }
  if (const auto usable = check_attributes(answer, now); usable.has_error()) {
    return usable.error();
  }
  const auto x = from_base64url(answer.text({"key", "x"}).value_or("?"));
  const auto y = from_base64url(answer.text({"key", "y"}).value_or("?"));
  if (!x || !y || x->size() != y->size()) {
    return wrong("the public key in Azure is malformed");
  }
  Bytes point{kUncompressedPoint};
  append(point, *x);
  append(point, *y);
  auto key = public_key_from_raw(kP256, point);
  if (!key) {
    return wrong("the public key in Azure is malformed");
  }
  return *std::move(key);
}

ProviderResult<SecretBytes> azure_value(const JsonAnswer& answer, std::string_view path) {
  const auto key = parse_http_url(answer.text({"kid"}).value_or(""));
  if (!key || !is_same_ignoring_case(key->target, path)) {
    return wrong("Azure has used another key, or another version of it, than the pinned one");
  }
  auto value = from_base64url(answer.text({"value"}).value_or("?"));
  if (!value) {
    return wrong("Azure's answer holds no value");
  }
  auto secret = SecretBytes::copy_of(*value);
  wipe(*value);
  return secret;
}

ProviderResult<Signature> azure_signature(const JsonAnswer& answer, std::string_view path) {
  const auto value = azure_value(answer, path);
  if (value.has_error()) {
    return value.error();
  }
  auto signature = canonical_signature(kP256, SignatureEncoding::Raw, value->view());
  if (!signature) {
    return wrong("Azure's signature is malformed");
  }
  return *std::move(signature);
}

ProviderFailure azure_failure(std::string_view what, const HttpResponse& response) {
  const bool is_busy = response.status == 408 || response.status == 429 || response.status >= 500;
  ProviderFailure failure{is_busy ? ProviderError::Unavailable : ProviderError::Refused,
                          std::string(what) + ": status " + std::to_string(response.status)};
  failure.retry_after = retry_after(response);
  const auto json = JsonAnswer::parse(response.body.view());
  if (json == nullptr) {
    return failure;
  }
  // Key Vault nests its error, Entra does not.
  const auto text = [&](JsonAnswer::Path path) { return json->text(path).value_or(""); };
  const std::string_view inner = text({"error", "innererror", "code"});
  const std::string_view outer = text({"error", "code"});
  const std::string_view name = !inner.empty() ? inner : (!outer.empty() ? outer : text({"error"}));
  const std::string_view message = text({"error", "message"});
  add(failure.reason, name);
  add(failure.reason, message.empty() ? text({"error_description"}) : message);
  const std::string_view advice = advice_on(name);
  failure.reason += advice.empty() ? "" : " (" + std::string(advice) + ")";
  return failure;
}

}  // namespace vitalstream::crypto::provider
