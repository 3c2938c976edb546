#pragma once
// Translates what OpenSSL says went wrong into our reasons.

#include "net/link/tls_failure.hpp"
#include "net/p2p/close_reason.hpp"

namespace vitalstream::net {

[[nodiscard]] CloseReason reason_of(const TlsFailure& failure);

// From an X509_V_ERR_* number.
[[nodiscard]] CloseReason reason_of_verify_error(long verify_error);

}  // namespace vitalstream::net
