#include "tests/providers/fake_azure.hpp"

#include <set>

#include "base/base64url.hpp"
#include "crypto/provider/signature_encoding.hpp"
#include "tests/providers/digest_signer.hpp"

namespace vitalstream::testing {
namespace {

using crypto::SignatureAlgorithm;
using crypto::SigningKey;
using crypto::provider::JsonAnswer;

constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kWrappedBytesMax = 190;
constexpr std::string_view kScopeEnd = "/.default";

using Form = std::map<std::string, std::string>;

FakeReply json(const std::string& text) {
  return {.body = text, .headers = {{"content-type", "application/json; charset=utf-8"}}};
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string header(const FakeRequest& request, const char* name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      result.push_back(
          static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
      i += 2;
    } else {
      result.push_back(text[i] == '+' ? ' ' : text[i]);
    }
  }
  return result;
}

Form form_of(std::string_view text) {
  Form form;
  while (!text.empty()) {
    const auto end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    const auto equals = std::min(pair.find('='), pair.size());
    form[std::string(pair.substr(0, equals))] =
        decoded(pair.substr(std::min(equals + 1, pair.size())));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return form;
}

std::int64_t unix_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string port_of(const FakeRequest& request) {
  const std::string host = header(request, "host");
  return host.substr(std::min(host.find(':'), host.size()));
}

FakeReply login_error(int status, const std::string& name, const std::string& description) {
  FakeReply reply =
      json(R"({"error":)" + quoted(name) + R"(,"error_description":)" + quoted(description) + "}");
  reply.status = status;
  return reply;
}

}  // namespace

// One request to a vault: /keys/NAME/VERSION/OPERATION?api-version=V
struct FakeAzure::Call {
  std::string name;
  std::string version;
  std::string operation;
  std::string host;

  [[nodiscard]] std::string id() const {
    return "https://" + host + "/keys/" + name + "/" + version;
  }
  [[nodiscard]] bool is_wrapping() const { return name == "wrapping"; }
};

FakeReply vault_error(int status, const std::string& code, const std::string& inner) {
  FakeReply reply =
      json(R"({"error":{"code":)" + quoted(code) + R"(,"message":"said the fake")" +
           (inner.empty() ? "" : R"(,"innererror":{"code":)" + quoted(inner) + "}") + "}}");
  reply.status = status;
  return reply;
}

FakeAzure::FakeAzure(std::uint8_t seed)
    : key(*SigningKey::from_secret(SignatureAlgorithm::EcdsaP256Sha256, Bytes(kDigestBytes, seed))),
      secret_(kDigestBytes, seed) {}

FakeReply FakeAzure::answer(const FakeRequest& request) {
  if (auto reply = intercept(request)) {
    return *reply;
  }
  const std::string host = header(request, "host");
  if (request.target.starts_with("/metadata/")) {
    return metadata(request);
  }
  if (host.starts_with(kFakeLoginHost)) {
    return entra(request);
  }
  return host.starts_with(kFakeVaultHost) ? vault(request) : FakeReply{.status = 421};
}

FakeReply FakeAzure::challenge(const FakeRequest& request, const std::string& why) const {
  const std::string port = port_of(request);
  const std::string authority = challenge_authority.empty()
                                    ? "https://" + std::string(kFakeLoginHost) + port
                                    : challenge_authority;
  const std::string resource =
      challenge_resource.empty() ? "https://vault.localhost" + port : challenge_resource;
  FakeReply reply = vault_error(401, "Unauthorized");
  reply.headers["www-authenticate"] = "Bearer authorization=" + quoted(authority + "/" + kTenant) +
                                      ", resource=" + quoted(resource) + why;
  return reply;
}

// What a vault asks of everybody.
std::optional<FakeReply> FakeAzure::refusal(const FakeRequest& request) const {
  const std::string authorization = header(request, "authorization");
  if (authorization.empty()) {
    return challenge(request, "");
  }
  const auto token =
      authorization.starts_with("Bearer ") ? tokens_.find(authorization.substr(7)) : tokens_.end();
  const bool is_good = token != tokens_.end() &&
                       token->second.audience == "https://vault.localhost" + port_of(request) &&
                       token->second.ends > std::chrono::steady_clock::now();
  if (!is_good) {
    return challenge(request, R"(, error="invalid_token", error_description="not this one")");
  }
  return std::nullopt;
}

// What it asks of a key. Expired keys may unwrap, and be looked at.
std::optional<FakeReply> FakeAzure::refusal(const Call& call) const {
  const bool is_known = (call.name == "validator" || call.is_wrapping()) &&
                        (call.version == kVersion || call.version == kOldVersion);
  if (!is_known || key_is_deleted) {
    return vault_error(404, "KeyNotFound");
  }
  if (call.operation.empty()) {
    return std::nullopt;
  }
  if (!key_is_enabled) {
    return vault_error(403, "Forbidden", "KeyDisabled");
  }
  const bool is_out_of_dates =
      (key_expires != 0 && key_expires <= unix_now()) || key_begins > unix_now();
  if (is_out_of_dates && call.operation != "unwrapkey") {
    return vault_error(403, "Forbidden", "KeyExpired");
  }
  const bool fits = call.is_wrapping() == (call.operation != "sign");
  return fits && may_sign ? std::nullopt
                          : std::optional(vault_error(403, "Forbidden", "KeyOperationForbidden"));
}

FakeReply FakeAzure::vault(const FakeRequest& request) {
  if (const auto refused = refusal(request)) {
    return *refused;
  }
  const auto query = request.target.find('?');
  const std::string version = query == std::string::npos ? "" : request.target.substr(query + 1);
  if (version != "api-version=7.4" && version != "api-version=2025-07-01") {
    return vault_error(400, "BadParameter");
  }
  std::vector<std::string> parts;
  std::string path = request.target.substr(1, query - 1) + "/";
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/')) {
    parts.push_back(path.substr(0, slash));
    path.erase(0, slash + 1);
  }
  if (parts.size() < 2 || parts.size() > 4 || parts[0] != "keys") {
    return vault_error(404, "NotFound");
  }
  parts.resize(4);
  Call call{parts[1], parts[2].empty() ? kVersion : parts[2], parts[3], header(request, "host")};
  if (const auto refused = refusal(call)) {
    return *refused;
  }
  if (call.operation.empty()) {
    return request.method == "GET" ? show_key(call) : vault_error(405, "MethodNotAllowed");
  }
  const auto body = JsonAnswer::parse(as_bytes(request.body));
  const bool is_json = header(request, "content-type").starts_with("application/json");
  if (request.method != "POST" || !is_json || body == nullptr) {
    return vault_error(400, "BadParameter");
  }
  return use_key(call, *body);
}

FakeReply FakeAzure::show_key(const Call& call) const {
  const ByteView point = key.public_key().bytes;
  const std::string material =
      call.is_wrapping() ? R"("kty":"RSA","key_ops":["wrapKey","unwrapKey"],"e":"AQAB","n":)" +
                               quoted(to_base64url(wrapping_key.modulus()))
                         : R"("kty":"EC","crv":"P-256","key_ops":[)" +
                               std::string(may_sign ? R"("sign","verify")" : R"("verify")") +
                               R"(],"x":)" + quoted(to_base64url(point.subspan(1, 32))) +
                               R"(,"y":)" + quoted(to_base64url(point.subspan(33)));
  std::string attributes = R"("enabled":)" + std::string(key_is_enabled ? "true" : "false") +
                           R"(,"created":1700000000,"updated":1700000000)";
  if (key_expires != 0) {
    attributes += R"(,"exp":)" + std::to_string(key_expires);
  }
  if (key_begins != 0) {
    attributes += R"(,"nbf":)" + std::to_string(key_begins);
  }
  return json(R"({"key":{"kid":)" + quoted(call.id()) + "," + material + R"(},"attributes":{)" +
              attributes + "}}");
}

FakeReply FakeAzure::sign(const Call& call, ByteView digest) {
  ++signatures;
  const auto raw = crypto::provider::canonical_signature(SignatureAlgorithm::EcdsaP256Sha256,
                                                         crypto::provider::SignatureEncoding::Der,
                                                         sign_p256_digest(secret_, digest));
  return json(R"({"kid":)" + quoted(call.id()) + R"(,"value":)" + quoted(to_base64url(*raw)) + "}");
}

FakeReply FakeAzure::use_key(const Call& call, const JsonAnswer& body) {
  const auto value = from_base64url(body.text({"value"}).value_or("?"));
  const std::string_view algorithm = body.text({"alg"}).value_or("");
  if (!value || algorithm != (call.is_wrapping() ? "RSA-OAEP-256" : "ES256")) {
    return vault_error(400, "BadParameter");
  }
  if (call.operation == "sign") {
    return value->size() == kDigestBytes ? sign(call, *value) : vault_error(400, "BadParameter");
  }
  std::optional<Bytes> result;
  if (call.operation == "wrapkey" && value->size() <= kWrappedBytesMax) {
    result = wrapping_key.wrap(*value);
  } else if (call.operation == "unwrapkey") {
    result = wrapping_key.unwrap(*value);
  }
  return result ? json(R"({"kid":)" + quoted(call.id()) + R"(,"value":)" +
                       quoted(to_base64url(*result)) + "}")
                : vault_error(400, "BadParameter");
}

std::string FakeAzure::issue(const std::string& resource) {
  const std::string text = "eyJ." + std::to_string(++issued) + ".sig-_";
  tokens_[text] = {audience.empty() ? resource : audience,
                   std::chrono::steady_clock::now() + token_lifetime};
  return text;
}

FakeReply FakeAzure::entra(const FakeRequest& request) {
  const std::string base = "https://" + header(request, "host") + "/" + kTenant;
  if (request.method == "GET" &&
      request.target == "/" + std::string(kTenant) + "/v2.0/.well-known/openid-configuration") {
    return json(R"({"token_endpoint":")" + base +
                R"(/oauth2/v2.0/token","authorization_endpoint":")" + base +
                R"(/oauth2/v2.0/authorize","issuer":")" + base + R"(/v2.0"})");
  }
  if (request.method != "POST" ||
      request.target != "/" + std::string(kTenant) + "/oauth2/v2.0/token") {
    return login_error(400, "invalid_request", "AADSTS90002: Tenant not found.");
  }
  Form form = form_of(request.body);
  std::string scope = form["scope"];
  const bool is_one_scope = scope.ends_with(kScopeEnd) && scope.find(' ') == std::string::npos;
  if (form["grant_type"] != "client_credentials" || !is_one_scope) {
    return login_error(400, "invalid_scope", "AADSTS1002012: The scope is not valid.");
  }
  if (form["client_id"] != kClient) {
    return login_error(400, "unauthorized_client", "AADSTS700016: Application not found.");
  }
  const bool has_assertion =
      form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" &&
      form["client_assertion"] == federated_token;
  if (form["client_secret"] != client_secret && !has_assertion) {
    return login_error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
  }
  scope.resize(scope.size() - kScopeEnd.size());
  return json(R"({"token_type":"Bearer","expires_in":)" + std::to_string(token_lifetime.count()) +
              R"(,"ext_expires_in":3600,"access_token":)" + quoted(issue(scope)) + "}");
}

FakeReply FakeAzure::metadata(const FakeRequest& request) {
  constexpr std::string_view kPath = "/metadata/identity/oauth2/token?";
  if (header(request, "metadata") != "true" || request.headers.contains("x-forwarded-for") ||
      request.method != "GET" || !request.target.starts_with(kPath)) {
    return login_error(400, "invalid_request", "Required metadata header not specified");
  }
  Form query = form_of(std::string_view(request.target).substr(kPath.size()));
  if (query["api-version"] != "2018-02-01" || query["resource"].empty()) {
    return login_error(400, "invalid_request", "Required query variable is missing");
  }
  if (query.contains("client_id") && query["client_id"] != kClient) {
    return login_error(400, "invalid_request", "Identity not found");
  }
  const std::string end = std::to_string(unix_now() + token_lifetime.count());
  return json(R"({"token_type":"Bearer","expires_in":")" + std::to_string(token_lifetime.count()) +
              R"(","expires_on":")" + end + R"(","resource":)" + quoted(query["resource"]) +
              R"(,"access_token":)" + quoted(issue(query["resource"])) + "}");
}

}  // namespace vitalstream::testing
