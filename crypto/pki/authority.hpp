#pragma once
// A small certificate authority: what `testnet` and the tests need to give each organisation a CA
// and each validator a certificate. P-256 keys, X.509 v3, PEM. Real sites bring certificates of
// their own; nothing else in the node issues any. Draws randomness; one thread per object.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

struct evp_pkey_st;
struct x509_st;

namespace vitalstream::crypto {

// SHA-256 of a DER SubjectPublicKeyInfo: how genesis pins the key of an issuing CA.
using SpkiSha256 = Digest<struct SpkiSha256Tag>;

enum class PkiError { KeyGeneration, Encoding, Signing, NotACertificate, NotAKey };
[[nodiscard]] std::string_view to_string(PkiError error);

struct Credential {
  std::string certificate_pem;  // the leaf, then nothing: the bundle holds the CA
  std::string private_key_pem;
};

struct Validity {
  std::chrono::system_clock::time_point from;
  std::chrono::system_clock::time_point until;
};

struct LeafRequest {
  std::string common_name;
  std::vector<std::string> dns_names;     // subject alternative names
  std::vector<std::string> ip_addresses;  // likewise
  Validity validity;
};

class Authority {
 public:
  [[nodiscard]] static Result<Authority, PkiError> create(const std::string& name,
                                                          const Validity& validity);

  // A certificate for both roles of a TLS connection, with a new key.
  [[nodiscard]] Result<Credential, PkiError> issue(const LeafRequest& request) const;

  [[nodiscard]] const std::string& certificate_pem() const { return credential_.certificate_pem; }
  [[nodiscard]] const std::string& private_key_pem() const { return credential_.private_key_pem; }
  [[nodiscard]] const SpkiSha256& key_hash() const { return key_hash_; }

 private:
  Authority() = default;

  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<x509_st> certificate_;
  Credential credential_;
  SpkiSha256 key_hash_;
};

// Of the first certificate in a PEM text.
[[nodiscard]] Result<SpkiSha256, PkiError> spki_sha256(std::string_view certificate_pem);

}  // namespace vitalstream::crypto
