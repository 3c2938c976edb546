#include "crypto/jwk.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/assert.hpp"
#include "base/base64url.hpp"
#include "crypto/key_validation.hpp"
#include "crypto/limits.hpp"
#include "crypto/sha256.hpp"
#include "json/strict_json.hpp"

namespace vitalstream::crypto {
namespace {

namespace json = boost::json;

// What servers and libraries put beside a key, chains of certificates included.
constexpr std::size_t kGivenJwkBytesMax = 16 * 1024;
constexpr std::size_t kGivenJwkDepthMax = 8;
static_assert(kJwkBytesMax < kGivenJwkBytesMax, "the key itself fits whatever is beside it");
// Of RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1.
constexpr std::array<std::string_view, 8> kPrivateMembers = {"d",  "p",  "q",   "dp",
                                                             "dq", "qi", "oth", "k"};
constexpr std::array<std::string_view, 3> kAlgorithms = {"EdDSA", "Ed25519", "ES256"};
constexpr std::array<std::string_view, 3> kOkpMembers = {"crv", "kty", "x"};
constexpr std::array<std::string_view, 4> kEcMembers = {"crv", "kty", "x", "y"};
constexpr std::uint8_t kUncompressedPoint = 0x04;

std::string_view text_of(const json::object& jwk, std::string_view name) {
  const json::value* value = jwk.if_contains({name.data(), name.size()});
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view{} : std::string_view(text->data(), text->size());
}

bool is_private(const json::object& jwk) {
  return std::ranges::any_of(kPrivateMembers, [&jwk](std::string_view name) {
    return jwk.contains({name.data(), name.size()});
  });
}

bool lists_verifying(const json::value& operations) {
  const json::array* list = operations.if_array();
  return list != nullptr && std::ranges::any_of(*list, [](const json::value& item) {
           const json::string* word = item.if_string();
           return word != nullptr && *word == "verify";
         });
}

// RFC 7517 sections 4.2 to 4.4; what is not there restricts nothing.
bool is_for_verifying(const json::object& jwk) {
  const json::value* operations = jwk.if_contains("key_ops");
  return (!jwk.contains("use") || text_of(jwk, "use") == "sig") &&
         (operations == nullptr || lists_verifying(*operations)) &&
         (!jwk.contains("alg") ||
          std::ranges::find(kAlgorithms, text_of(jwk, "alg")) != kAlgorithms.end());
}

// RFC 7517 section 4: others are ignored.
void keep_needed_members(json::object& jwk) {
  json::object needed;
  for (const std::string_view name : kEcMembers) {
    if (const json::value* value = jwk.if_contains({name.data(), name.size()})) {
      needed[{name.data(), name.size()}] = *value;
    }
  }
  jwk = std::move(needed);
}

Result<void, JwkError> check_members(const json::object& jwk,
                                     std::span<const std::string_view> names) {
  for (const json::key_value_pair& member : jwk) {
    if (std::ranges::find(names, std::string_view(member.key().data(), member.key().size())) ==
        names.end()) {
      return JwkError::UnknownMember;
    }
  }
  if (jwk.size() != names.size()) {
    return JwkError::MissingMember;
  }
  return {};
}

Result<PublicKey, JwkError> checked(PublicKey key) {
  if (validate_public_key(key).has_error()) {
    return JwkError::BadKey;
  }
  return key;
}

Result<PublicKey, JwkError> parse_ed25519(const json::object& jwk) {
  if (const auto members = check_members(jwk, kOkpMembers); members.has_error()) {
    return members.error();
  }
  auto x = from_base64url(text_of(jwk, "x"));
  if (!x) {
    return JwkError::NotBase64url;
  }
  return checked({SignatureAlgorithm::Ed25519, *std::move(x)});
}

Result<PublicKey, JwkError> parse_p256(const json::object& jwk) {
  if (const auto members = check_members(jwk, kEcMembers); members.has_error()) {
    return members.error();
  }
  const auto x = from_base64url(text_of(jwk, "x"));
  const auto y = from_base64url(text_of(jwk, "y"));
  if (!x || !y) {
    return JwkError::NotBase64url;
  }
  // RFC 7518 section 6.2.1.2: coordinates keep their leading zeros.
  if (x->size() != kP256CoordinateBytes || y->size() != kP256CoordinateBytes) {
    return JwkError::BadKey;
  }
  Bytes point = {kUncompressedPoint};
  append(point, *x);
  append(point, *y);
  return checked({SignatureAlgorithm::EcdsaP256Sha256, std::move(point)});
}

}  // namespace

std::string_view to_string(JwkError error) {
  switch (error) {
    case JwkError::NotAJsonObject:
      return "not_a_json_object";
    case JwkError::PrivateKey:
      return "private_key";
    case JwkError::UnknownMember:
      return "unknown_member";
    case JwkError::MissingMember:
      return "missing_member";
    case JwkError::UnsupportedType:
      return "unsupported_type";
    case JwkError::NotBase64url:
      return "not_base64url";
    case JwkError::BadKey:
      return "bad_key";
  }
  base::assertion_failed("a known JwkError", __FILE__, __LINE__);
}

Result<PublicKey, JwkError> parse_jwk(const json::object& jwk) {
  if (is_private(jwk)) {
    return JwkError::PrivateKey;
  }
  const std::string_view type = text_of(jwk, "kty");
  const std::string_view curve = text_of(jwk, "crv");
  if (type == "OKP" && curve == "Ed25519") {
    return parse_ed25519(jwk);
  }
  if (type == "EC" && curve == "P-256") {
    return parse_p256(jwk);
  }
  return JwkError::UnsupportedType;
}

Result<PublicKey, JwkError> parse_jwk(std::string_view text) {
  auto value =
      parse_strict_json(text, {.bytes_max = kGivenJwkBytesMax, .depth_max = kGivenJwkDepthMax});
  if (value.has_error() || !value->is_object()) {
    return JwkError::NotAJsonObject;
  }
  json::object& jwk = value->get_object();
  if (is_private(jwk)) {
    return JwkError::PrivateKey;
  }
  if (!is_for_verifying(jwk)) {
    return JwkError::UnsupportedType;
  }
  keep_needed_members(jwk);
  return parse_jwk(jwk);
}

std::string to_jwk(const PublicKey& key) {
  VS_ASSERT(key.bytes.size() == public_key_bytes(key.algorithm));
  const ByteView bytes = key.bytes;
  switch (key.algorithm) {
    case SignatureAlgorithm::Ed25519:
      return R"({"crv":"Ed25519","kty":"OKP","x":")" + to_base64url(bytes) + "\"}";
    case SignatureAlgorithm::EcdsaP256Sha256:
      return R"({"crv":"P-256","kty":"EC","x":")" +
             to_base64url(bytes.subspan(1, kP256CoordinateBytes)) + R"(","y":")" +
             to_base64url(bytes.last(kP256CoordinateBytes)) + "\"}";
  }
  base::assertion_failed("a known algorithm", __FILE__, __LINE__);
}

KeyThumbprint thumbprint(const PublicKey& key) {
  return KeyThumbprint{sha256(as_bytes(to_jwk(key)))};
}

std::string to_text(const KeyThumbprint& thumbprint) { return to_base64url(thumbprint.view()); }

std::optional<KeyThumbprint> thumbprint_from(std::string_view text) {
  const auto bytes = from_base64url(text);
  return bytes ? KeyThumbprint::from(*bytes) : std::nullopt;
}

}  // namespace vitalstream::crypto
