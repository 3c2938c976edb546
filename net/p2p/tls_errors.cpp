#include "net/p2p/tls_errors.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace vitalstream::net {
namespace {

CloseReason reason_of_library_error(int reason) {
  // Above the offset stand the alerts that the other side has sent.
  if (reason >= SSL_AD_REASON_OFFSET) {
    return reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION ? CloseReason::TlsVersion
                                                        : CloseReason::RefusedByPeer;
  }
  switch (reason) {
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return CloseReason::NoCertificate;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
    case SSL_R_WRONG_SSL_VERSION:
      return CloseReason::TlsVersion;
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_CIPHERS_AVAILABLE:
    case SSL_R_WRONG_CIPHER_RETURNED:
      return CloseReason::TlsCipher;
    default:
      return CloseReason::TlsFailure;
  }
}

}  // namespace

CloseReason reason_of(const TlsFailure& failure) {
  if (failure.is_lost) {
    return CloseReason::ConnectionLost;
  }
  return failure.verify_error == X509_V_OK ? reason_of_library_error(failure.library_reason)
                                           : reason_of_verify_error(failure.verify_error);
}

CloseReason reason_of_verify_error(long verify_error) {
  switch (verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return CloseReason::Expired;
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return CloseReason::NotYetValid;
    case X509_V_ERR_INVALID_PURPOSE:
      return CloseReason::WrongUsage;
    default:
      return CloseReason::UntrustedIssuer;
  }
}

}  // namespace vitalstream::net
