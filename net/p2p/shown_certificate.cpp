#include "net/p2p/shown_certificate.hpp"

#include <openssl/ssl.h>

#include "net/p2p/verify_chain.hpp"

namespace vitalstream::net {

std::optional<PeerCertificate> shown_certificate(const TlsEngine& connection) {
  return read_peer_certificate(SSL_get0_verified_chain(connection.native()));
}

Result<PeerCertificate, CloseReason> shown_certificate_under(const TlsEngine& connection,
                                                             const PeerTlsContext& context) {
  SSL* const ssl = connection.native();
  X509* const leaf = SSL_get0_peer_certificate(ssl);
  if (leaf == nullptr) {
    return CloseReason::NoCertificate;
  }
  const bool peer_is_client = SSL_is_server(ssl) == 1;
  return verify_chain(context.native(), leaf, SSL_get_peer_cert_chain(ssl),
                      peer_is_client ? CertificateRole::Client : CertificateRole::Server);
}

bool belongs_to(const TlsEngine& connection, const PeerTlsContext& context) {
  return SSL_get_SSL_CTX(connection.native()) == context.native();
}

}  // namespace vitalstream::net
