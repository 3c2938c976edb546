#pragma once
// Public keys as JSON Web Keys (RFC 7517): OKP/Ed25519 (RFC 8037), EC/P-256 (RFC 7518). In our own
// files with exactly the members of the thumbprint (RFC 7638, SHA-256); in a text that is given to
// us others are ignored. Called by genesis, enrolment and the RPC. Pure; any thread.

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/result.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto {

// RFC 7638 with SHA-256; its base64url text is a transaction's `kid`.
using KeyThumbprint = Digest<struct KeyThumbprintTag>;

enum class JwkError {
  NotAJsonObject,
  // It holds `d`: somebody is about to publish a private key.
  PrivateKey,
  UnknownMember,
  MissingMember,
  UnsupportedType,
  NotBase64url,
  // The key is refused by `validate_public_key`.
  BadKey,
};

[[nodiscard]] std::string_view to_string(JwkError error);

[[nodiscard]] Result<PublicKey, JwkError> parse_jwk(const boost::json::object& jwk);
[[nodiscard]] Result<PublicKey, JwkError> parse_jwk(std::string_view text);

// The canonical text of RFC 7638: required members in the order of their names, no white space.
[[nodiscard]] std::string to_jwk(const PublicKey& key);

[[nodiscard]] KeyThumbprint thumbprint(const PublicKey& key);

// 43 characters of base64url; nothing for any other text.
[[nodiscard]] std::string to_text(const KeyThumbprint& thumbprint);
[[nodiscard]] std::optional<KeyThumbprint> thumbprint_from(std::string_view text);

}  // namespace vitalstream::crypto
