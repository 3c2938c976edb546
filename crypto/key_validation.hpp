#pragma once
// Whether a public key may be enrolled: canonical, on the curve, of prime order. Called where a key
// enters the ledger or genesis; `verify` relies on it and does not ask again. Pure; any thread.

#include "base/result.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto {

enum class KeyError { WrongSize, NotCanonical, NotOnCurve, NotPrimeOrder };

[[nodiscard]] std::string_view to_string(KeyError error);

[[nodiscard]] Result<void, KeyError> validate_public_key(const PublicKey& key);

}  // namespace vitalstream::crypto
