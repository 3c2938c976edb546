#include "net/p2p/peer_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

#include "base/assert.hpp"

namespace vitalstream::net {
namespace {

using NamesPtr = std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)>;

char to_lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// A NUL or a control character in a name is an attempt to look like another name.
bool is_plain(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char letter) { return letter > ' ' && letter < '\x7f'; });
}

std::vector<std::string> dns_names_of(const X509* certificate) {
  std::vector<std::string> names;
  const NamesPtr all(static_cast<GENERAL_NAMES*>(
                         X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
                     &GENERAL_NAMES_free);
  for (int i = 0; all != nullptr && i < sk_GENERAL_NAME_num(all.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(all.get(), i);
    if (name->type != GEN_DNS) {
      continue;
    }
    const char* const data = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName));
    std::string text(data, static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName)));
    if (is_plain(text)) {
      std::transform(text.begin(), text.end(), text.begin(), to_lower);
      names.push_back(std::move(text));
    }
  }
  return names;
}

std::int64_t unix_seconds_of(const ASN1_TIME* time) {
  int days = 0;
  int seconds = 0;
  const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0),
                                                                    &ASN1_TIME_free);
  if (ASN1_TIME_diff(&days, &seconds, epoch.get(), time) != 1) {
    return 0;
  }
  return std::int64_t{days} * 86'400 + seconds;
}

}  // namespace

SpkiHash spki_hash_of(const X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  VS_ASSERT(length > 0);
  Hash32 hash{};
  const int hashed = EVP_Digest(der, static_cast<std::size_t>(length), hash.data(), nullptr,
                                EVP_sha256(), nullptr);
  OPENSSL_free(der);
  VS_ASSERT(hashed == 1);
  return SpkiHash{hash};
}

std::optional<SpkiHash> spki_hash_of_pem(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &X509_free);
  if (certificate == nullptr) {
    return std::nullopt;
  }
  return spki_hash_of(certificate.get());
}

std::optional<PeerCertificate> read_peer_certificate(const STACK_OF(X509) * verified_chain) {
  if (verified_chain == nullptr || sk_X509_num(verified_chain) < 2) {
    return std::nullopt;
  }
  X509* const leaf = sk_X509_value(verified_chain, 0);
  PeerCertificate certificate;
  certificate.dns_names = dns_names_of(leaf);
  certificate.issuer_key = spki_hash_of(sk_X509_value(verified_chain, 1));
  certificate.expires_at_unix_s = unix_seconds_of(X509_get0_notAfter(leaf));
  certificate.is_authority = (X509_get_extension_flags(leaf) & EXFLAG_CA) != 0;
  return certificate;
}

}  // namespace vitalstream::net
