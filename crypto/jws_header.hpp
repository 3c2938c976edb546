#pragma once
// The protected header of a transaction's JWS (docs/transactions.md): exactly the members alg, kid
// and typ, an algorithm of the list, and everything else refused by its own name. Called by ledger
// types. Pure; any thread.

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/jwk.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto {

// `kid` is the thumbprint of the key that `algorithm` must fit.
struct JwsHeader {
  SignatureAlgorithm algorithm = SignatureAlgorithm::Ed25519;
  KeyThumbprint kid;
  friend bool operator==(const JwsHeader&, const JwsHeader&) = default;
};

// In the order in which they are tested.
enum class JwsHeaderError {
  TooLong,
  NotAJsonObject,
  Critical,
  EmbeddedKey,
  KeyUrl,
  Unencoded,
  UnknownMember,
  MissingMember,
  UnsupportedAlgorithm,
  BadKid,
  WrongType,
};

[[nodiscard]] std::string_view to_string(JwsHeaderError error);

[[nodiscard]] Result<JwsHeader, JwsHeaderError> parse_jws_header(ByteView header);

// The header as this project's own clients write it: {"alg":…,"kid":…,"typ":"vs-tx+jws"}.
[[nodiscard]] std::string to_jws_header(const JwsHeader& header);

}  // namespace vitalstream::crypto
