#include "net/p2p/verify_chain.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <utility>

#include "base/assert.hpp"
#include "net/p2p/tls_errors.hpp"

namespace vitalstream::net {
namespace {

using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, decltype(&X509_STORE_CTX_free)>;

}  // namespace

Result<PeerCertificate, CloseReason> verify_chain(const SSL_CTX* trust, X509* leaf,
                                                  STACK_OF(X509) * intermediates,
                                                  CertificateRole role) {
  const StoreContextPtr verify(X509_STORE_CTX_new(), &X509_STORE_CTX_free);
  VS_ASSERT(X509_STORE_CTX_init(verify.get(), SSL_CTX_get_cert_store(trust), leaf, intermediates) ==
            1);
  X509_STORE_CTX_set_purpose(verify.get(), role == CertificateRole::Server
                                               ? X509_PURPOSE_SSL_SERVER
                                               : X509_PURPOSE_SSL_CLIENT);
  if (X509_verify_cert(verify.get()) != 1) {
    return reason_of_verify_error(X509_STORE_CTX_get_error(verify.get()));
  }
  auto certificate = read_peer_certificate(X509_STORE_CTX_get0_chain(verify.get()));
  if (!certificate) {
    // Verified, but by being in the bundle itself: nobody issued it.
    return CloseReason::UntrustedIssuer;
  }
  return std::move(*certificate);
}

}  // namespace vitalstream::net
