#pragma once
// PeerTlsContext: what all connections of one certificate generation share: own chain and key, the
// CA bundle, and the rules (TLS 1.3 alone, TLS_AES_256_GCM_SHA384 alone, client certificates
// demanded, no tickets, no early data, no renegotiation, no compression). Immutable once loaded;
// connections keep the generation they began with. Any thread.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/p2p/peer_types.hpp"

struct ssl_ctx_st;

namespace vitalstream::net {

struct CertificateFiles {
  std::filesystem::path certificate_chain;  // PEM, leaf first
  std::filesystem::path private_key;        // PEM, not encrypted, private
  std::filesystem::path ca_bundle;          // PEM, the roots that are trusted
};

// In the order in which they are tested.
enum class CredentialError {
  CertificateUnreadable,
  KeyTooOpen,
  KeyUnreadable,
  KeyMismatch,
  BundleUnreadable,
  Expired,
  NotYetValid,
  UntrustedIssuer,
  WrongUsage,
  WrongName,
  WrongIssuerKey,
};

[[nodiscard]] std::string_view to_string(CredentialError error);
// "FILE: why": which of the files it is that has to be put right.
[[nodiscard]] std::string explain(CredentialError error, const CertificateFiles& files);

class PeerTlsContext {
 public:
  // Also checks that peers will accept the certificate as `self`, in both roles: a pair that they
  // would refuse must not replace one that they accept.
  [[nodiscard]] static Result<PeerTlsContext, CredentialError> load(const CertificateFiles& files,
                                                                    const PeerIdentity& self);

  [[nodiscard]] ssl_ctx_st* native() const { return context_.get(); }
  [[nodiscard]] std::int64_t expires_at_unix_s() const { return expires_at_unix_s_; }

 private:
  explicit PeerTlsContext(std::shared_ptr<ssl_ctx_st> context);

  std::shared_ptr<ssl_ctx_st> context_;
  std::int64_t expires_at_unix_s_ = 0;
};

}  // namespace vitalstream::net
