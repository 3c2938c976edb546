#pragma once
// Translates what OpenSSL says went wrong into our reasons. Used by tls_engine and tls_context.

#include <string>

#include "net/p2p/close_reason.hpp"

struct ssl_st;

namespace vitalstream::net {

struct TlsFailure {
  CloseReason reason = CloseReason::TlsFailure;
  std::string detail;  // OpenSSL's own words, for the log
};

// Reads and empties the calling thread's error queue.
[[nodiscard]] TlsFailure take_tls_failure(const ssl_st* ssl);

// From an X509_V_ERR_* number.
[[nodiscard]] CloseReason reason_of_verify_error(long verify_error);

}  // namespace vitalstream::net
