#include "net/p2p/peer_tls_context.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <memory>
#include <optional>

#include "base/assert.hpp"
#include "crypto/pki/pem_text.hpp"
#include "net/p2p/limits.hpp"
#include "net/p2p/peer_certificate.hpp"
#include "net/p2p/peer_identity.hpp"
#include "net/p2p/verify_chain.hpp"
#include "storage/files/private_file.hpp"

namespace vitalstream::net {
namespace {

constexpr int kSecurityLevel = 2;
constexpr const char* kCipherSuites = "TLS_AES_256_GCM_SHA384";
constexpr const char* kGroups = "X25519:P-256:P-384";

// An encrypted key must fail, not ask on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

std::shared_ptr<SSL_CTX> make_context() {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_method()), &SSL_CTX_free);
  VS_ASSERT(context != nullptr);
  SSL_CTX* const raw = context.get();
  SSL_CTX_set_security_level(raw, kSecurityLevel);
  VS_ASSERT(SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION) == 1);
  VS_ASSERT(SSL_CTX_set_max_proto_version(raw, TLS1_3_VERSION) == 1);
  VS_ASSERT(SSL_CTX_set_ciphersuites(raw, kCipherSuites) == 1);
  VS_ASSERT(SSL_CTX_set1_groups_list(raw, kGroups) == 1);
  SSL_CTX_set_options(raw, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  VS_ASSERT(SSL_CTX_set_num_tickets(raw, 0) == 1);
  VS_ASSERT(SSL_CTX_set_max_early_data(raw, 0) == 1);
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  // The authorities of the bundle are trusted themselves, whoever issued them.
  X509_STORE_set_flags(SSL_CTX_get_cert_store(raw), X509_V_FLAG_PARTIAL_CHAIN);
  SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_verify_depth(raw, kCertificateChainLengthMax);
  SSL_CTX_set_max_cert_list(raw, static_cast<long>(kCertificateListBytesMax));
  SSL_CTX_set_default_passwd_cb(raw, &no_passphrase);
  return context;
}

std::optional<CredentialError> load_key(SSL_CTX* context, const std::filesystem::path& path) {
  const auto opened = storage::open_private_file(path);
  if (opened.has_error()) {
    return opened.error() == storage::PrivateFileRefusal::TooOpen ? CredentialError::KeyTooOpen
                                                                  : CredentialError::KeyUnreadable;
  }
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_fd(opened->file.get(), BIO_NOCLOSE),
                                                       &BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(text.get(), nullptr, &no_passphrase, nullptr), &EVP_PKEY_free);
  if (key == nullptr) {
    return CredentialError::KeyUnreadable;
  }
  // Taking the key also compares it with the certificate.
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return CredentialError::KeyMismatch;
  }
  return std::nullopt;
}

std::optional<CredentialError> load_files(SSL_CTX* context, const CertificateFiles& files) {
  if (!crypto::file_begins_all_blocks(files.certificate_chain) ||
      SSL_CTX_use_certificate_chain_file(context, files.certificate_chain.c_str()) != 1) {
    return CredentialError::CertificateUnreadable;
  }
  if (const auto refused = load_key(context, files.private_key)) {
    return refused;
  }
  if (!crypto::file_begins_all_blocks(files.ca_bundle) ||
      SSL_CTX_load_verify_file(context, files.ca_bundle.c_str()) != 1) {
    return CredentialError::BundleUnreadable;
  }
  return std::nullopt;
}

CredentialError credential_error_of(CloseReason reason) {
  switch (reason) {
    case CloseReason::Expired:
      return CredentialError::Expired;
    case CloseReason::NotYetValid:
      return CredentialError::NotYetValid;
    case CloseReason::WrongUsage:
      return CredentialError::WrongUsage;
    case CloseReason::WrongName:
      return CredentialError::WrongName;
    case CloseReason::WrongIssuerKey:
      return CredentialError::WrongIssuerKey;
    default:
      return CredentialError::UntrustedIssuer;
  }
}

const std::filesystem::path& file_of(CredentialError error, const CertificateFiles& files) {
  switch (error) {
    case CredentialError::KeyTooOpen:
    case CredentialError::KeyUnreadable:
    case CredentialError::KeyMismatch:
      return files.private_key;
    case CredentialError::BundleUnreadable:
      return files.ca_bundle;
    case CredentialError::CertificateUnreadable:
    case CredentialError::Expired:
    case CredentialError::NotYetValid:
    case CredentialError::UntrustedIssuer:
    case CredentialError::WrongUsage:
    case CredentialError::WrongName:
    case CredentialError::WrongIssuerKey:
      break;
  }
  return files.certificate_chain;
}

// Verifies the own chain as a peer would.
Result<PeerCertificate, CloseReason> verify_own_chain(SSL_CTX* context, CertificateRole role) {
  STACK_OF(X509)* intermediates = nullptr;
  SSL_CTX_get0_chain_certs(context, &intermediates);
  return verify_chain(context, SSL_CTX_get0_certificate(context), intermediates, role);
}

}  // namespace

std::string_view to_string(CredentialError error) {
  switch (error) {
    case CredentialError::CertificateUnreadable:
      return "the certificate chain cannot be read whole (it must be PEM, each -----BEGIN at the "
             "beginning of its line, without a byte order mark before it)";
    case CredentialError::KeyTooOpen:
      return storage::to_string(storage::PrivateFileRefusal::TooOpen);
    case CredentialError::KeyUnreadable:
      return "the private key cannot be read (it must be PEM without a passphrase)";
    case CredentialError::KeyMismatch:
      return "the private key does not belong to the certificate";
    case CredentialError::BundleUnreadable:
      return "the CA bundle cannot be read whole (it must be PEM, each -----BEGIN at the beginning "
             "of its line, without a byte order mark before it)";
    case CredentialError::Expired:
      return "the certificate or one of its issuers has expired";
    case CredentialError::NotYetValid:
      return "the certificate or one of its issuers is not valid yet";
    case CredentialError::UntrustedIssuer:
      return "the certificate does not lead to a CA of the bundle";
    case CredentialError::WrongUsage:
      return "the certificate may not be used as TLS server and client";
    case CredentialError::WrongName:
      return "the certificate does not carry the host name that genesis pins for this node";
    case CredentialError::WrongIssuerKey:
      return "the certificate was not issued by the CA key that genesis pins for this node";
  }
  return "";
}

std::string explain(CredentialError error, const CertificateFiles& files) {
  return file_of(error, files).string() + ": " + std::string(to_string(error));
}

Result<PeerTlsContext, CredentialError> PeerTlsContext::load(const CertificateFiles& files,
                                                             const PeerIdentity& self) {
  ERR_clear_error();
  std::shared_ptr<SSL_CTX> raw = make_context();
  const auto unreadable = load_files(raw.get(), files);
  ERR_clear_error();
  if (unreadable) {
    return *unreadable;
  }
  PeerTlsContext context(std::move(raw));
  for (const CertificateRole role : {CertificateRole::Server, CertificateRole::Client}) {
    const auto certificate = verify_own_chain(context.native(), role);
    if (!certificate) {
      return credential_error_of(certificate.error());
    }
    const auto identity = identify_peer(*certificate, {self}, self.id);
    if (!identity) {
      return credential_error_of(identity.error());
    }
    context.expires_at_unix_s_ = certificate->expires_at_unix_s;
  }
  return context;
}

PeerTlsContext::PeerTlsContext(std::shared_ptr<SSL_CTX> context) : context_(std::move(context)) {}

}  // namespace vitalstream::net
