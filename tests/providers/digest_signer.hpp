#pragma once
// Signs a digest with P-256, as services do that are given no message. For the fakes; straight to
// OpenSSL, because nothing of the node's own signs what it has not hashed.

#include "base/bytes.hpp"

namespace vitalstream::testing {

// ASN.1 DER. `scalar` has 32 bytes.
[[nodiscard]] Bytes sign_p256_digest(ByteView scalar, ByteView digest);

}  // namespace vitalstream::testing
