#include "net/link/tls_failure.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace vitalstream::net {

TlsFailure connection_lost() {
  TlsFailure failure;
  failure.is_lost = true;
  failure.detail = "connection closed";
  return failure;
}

TlsFailure take_tls_failure(const ssl_st* ssl) {
  const unsigned long error = ERR_peek_error();
  ERR_clear_error();
  const char* const text = ERR_reason_error_string(error);
  TlsFailure failure;
  failure.library_reason = ERR_GET_REASON(error);
  failure.detail = text == nullptr ? "" : text;
  const long verified = SSL_get_verify_result(ssl);
  const bool is_alert = failure.library_reason >= SSL_AD_REASON_OFFSET;
  if (verified != X509_V_OK && !is_alert) {
    failure.verify_error = verified;
    failure.detail = X509_verify_cert_error_string(verified);
  }
  return failure;
}

}  // namespace vitalstream::net
