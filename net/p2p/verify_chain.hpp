#pragma once
// verify_chain: whether a certificate leads to the trust of one certificate generation, as a
// handshake would find. peer_tls_context asks it of the own chain, shown_certificate of the peer's
// once the trust has changed. Any thread.

#include "base/result.hpp"
#include "net/p2p/close_reason.hpp"
#include "net/p2p/peer_certificate.hpp"

struct ssl_ctx_st;

namespace vitalstream::net {

// The role in which the certificate is shown.
enum class CertificateRole { Server, Client };

[[nodiscard]] Result<PeerCertificate, CloseReason> verify_chain(const ssl_ctx_st* trust,
                                                                x509_st* leaf,
                                                                stack_st_X509* intermediates,
                                                                CertificateRole role);

}  // namespace vitalstream::net
