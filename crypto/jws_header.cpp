#include "crypto/jws_header.hpp"

#include <optional>

#include "base/assert.hpp"
#include "crypto/limits.hpp"
#include "json/ijson.hpp"
#include "json/json_cursor.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::string_view kType = "vs-tx+jws";

// Members that change what a signature means get an answer of their own; a client that sends one
// should learn that it is not merely unknown.
std::optional<JwsHeaderError> refusal_of_member(std::string_view name) {
  if (name == "alg" || name == "kid" || name == "typ") {
    return std::nullopt;
  }
  if (name == "crit") {
    return JwsHeaderError::Critical;
  }
  if (name == "jwk" || name == "x5c") {
    return JwsHeaderError::EmbeddedKey;
  }
  if (name == "jku" || name == "x5u") {
    return JwsHeaderError::KeyUrl;
  }
  if (name == "b64") {
    return JwsHeaderError::Unencoded;
  }
  return JwsHeaderError::UnknownMember;
}

std::optional<SignatureAlgorithm> algorithm_named(std::string_view name) {
  // RFC 9864 names the curve, RFC 8037 the family; both mean the same here.
  if (name == "EdDSA" || name == "Ed25519") {
    return SignatureAlgorithm::Ed25519;
  }
  if (name == "ES256") {
    return SignatureAlgorithm::EcdsaP256Sha256;
  }
  return std::nullopt;
}

// What stands at the three names; a value that is no text fits none of them.
struct Members {
  std::string_view alg;
  std::string_view kid;
  std::string_view typ;
  std::size_t count = 0;

  [[nodiscard]] std::string_view& at(std::string_view name) {
    return name == "alg" ? alg : name == "kid" ? kid : typ;
  }
};

// Of an object.
Result<Members, JwsHeaderError> read_members(JsonCursor& cursor) {
  Members members;
  cursor.enter();
  while (const auto name = cursor.next_name()) {
    if (const auto refusal = refusal_of_member(*name)) {
      return *refusal;
    }
    members.at(*name) = cursor.string().value_or(std::string_view());
    members.count += 1;
  }
  return members;
}

Result<JwsHeader, JwsHeaderError> header_from(const Members& members) {
  // No name is there twice and no other name is there.
  if (members.count != 3) {
    return JwsHeaderError::MissingMember;
  }
  const auto algorithm = algorithm_named(members.alg);
  if (!algorithm) {
    return JwsHeaderError::UnsupportedAlgorithm;
  }
  const auto kid = thumbprint_from(members.kid);
  if (!kid) {
    return JwsHeaderError::BadKid;
  }
  if (members.typ != kType) {
    return JwsHeaderError::WrongType;
  }
  return JwsHeader{*algorithm, *kid};
}

std::string_view name_of(SignatureAlgorithm algorithm) {
  switch (algorithm) {
    case SignatureAlgorithm::Ed25519:
      return "EdDSA";
    case SignatureAlgorithm::EcdsaP256Sha256:
      return "ES256";
  }
  base::assertion_failed("a known algorithm", __FILE__, __LINE__);
}

}  // namespace

std::string_view to_string(JwsHeaderError error) {
  switch (error) {
    case JwsHeaderError::TooLong:
      return "header_too_long";
    case JwsHeaderError::NotAJsonObject:
      return "header_not_a_json_object";
    case JwsHeaderError::Critical:
      return "header_crit";
    case JwsHeaderError::EmbeddedKey:
      return "header_embedded_key";
    case JwsHeaderError::KeyUrl:
      return "header_key_url";
    case JwsHeaderError::Unencoded:
      return "header_b64";
    case JwsHeaderError::UnknownMember:
      return "header_unknown_member";
    case JwsHeaderError::MissingMember:
      return "header_missing_member";
    case JwsHeaderError::UnsupportedAlgorithm:
      return "header_unsupported_alg";
    case JwsHeaderError::BadKid:
      return "header_bad_kid";
    case JwsHeaderError::WrongType:
      return "header_wrong_typ";
  }
  base::assertion_failed("a known JwsHeaderError", __FILE__, __LINE__);
}

Result<JwsHeader, JwsHeaderError> parse_jws_header(ByteView header) {
  if (header.size() > kJwsHeaderBytesMax) {
    return JwsHeaderError::TooLong;
  }
  // By the rule for what becomes part of the ledger: validity of a batch hangs on it.
  const std::string_view text = as_text(header);
  if (!is_ijson(text)) {
    return JwsHeaderError::NotAJsonObject;
  }
  TextArena arena(text.size());
  JsonCursor cursor(text, arena);
  if (cursor.kind() != JsonKind::Object) {
    return JwsHeaderError::NotAJsonObject;
  }
  const auto members = read_members(cursor);
  return members ? header_from(*members) : Result<JwsHeader, JwsHeaderError>(members.error());
}

std::string to_jws_header(const JwsHeader& header) {
  std::string text = R"({"alg":")";
  text += name_of(header.algorithm);
  text += R"(","kid":")";
  text += to_text(header.kid);
  text += R"(","typ":")";
  text += kType;
  text += "\"}";
  return text;
}

}  // namespace vitalstream::crypto
