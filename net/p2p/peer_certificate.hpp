#pragma once
// PeerCertificate: the facts of a verified certificate that identity rests on, taken out of
// OpenSSL's structures. peer_tls_context (own certificate) and shown_certificate (the peer's) make
// it. A plain value, any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "net/p2p/peer_types.hpp"

struct stack_st_X509;
struct x509_st;

namespace vitalstream::net {

struct PeerCertificate {
  std::vector<std::string> dns_names;  // subject alternative names, in lower case
  SpkiHash issuer_key;                 // of the certificate that signed this one
  std::int64_t expires_at_unix_s = 0;
  bool is_authority = false;  // a CA certificate is nobody's identity
};

// From a chain that OpenSSL has verified, leaf first. Nothing if it has no issuer in it, as when
// the leaf itself is a trust anchor.
[[nodiscard]] std::optional<PeerCertificate> read_peer_certificate(
    const stack_st_X509* verified_chain);

// SHA-256 of the SubjectPublicKeyInfo of the first certificate in this PEM text: how genesis tools
// make the pin of an issuing CA. Nothing if there is none.
[[nodiscard]] std::optional<SpkiHash> spki_hash_of_pem(std::string_view pem);

[[nodiscard]] SpkiHash spki_hash_of(const x509_st* certificate);

}  // namespace vitalstream::net
