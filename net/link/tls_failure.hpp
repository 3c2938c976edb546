#pragma once
// TlsFailure: why a TLS connection ended, in OpenSSL's numbers and words; what they mean is for
// whoever owns the connection to say. A plain value.

#include <string>

struct ssl_st;

namespace vitalstream::net {

struct TlsFailure {
  std::string detail;      // for the log
  bool is_lost = false;    // the connection ended; nothing was wrong with its TLS
  int library_reason = 0;  // SSL_R_*; alerts of the other side begin at SSL_AD_REASON_OFFSET
  long verify_error = 0;   // X509_V_*, of the other side's certificate
};

[[nodiscard]] TlsFailure connection_lost();

// Reads and empties the calling thread's error queue.
[[nodiscard]] TlsFailure take_tls_failure(const ssl_st* ssl);

}  // namespace vitalstream::net
