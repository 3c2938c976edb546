#include "crypto/pki/authority.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <utility>

#include "base/result.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

constexpr int kVersion3 = 2;
constexpr std::size_t kSerialBytes = 16;
constexpr unsigned char kPositive = 0x7F;

struct Extension {
  int nid;
  std::string value;
};

Key generate_key() { return {EVP_EC_gen("P-256"), EVP_PKEY_free}; }

std::string contents_of(const Bio& bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(length)};
}

std::string certificate_text(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  return PEM_write_bio_X509(bio.get(), certificate) == 1 ? contents_of(bio) : std::string();
}

std::string key_text(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  const int written =
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return written == 1 ? contents_of(bio) : std::string();
}

bool set_serial(X509* certificate) {
  std::array<unsigned char, kSerialBytes> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    return false;
  }
  bytes[0] &= kPositive;
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free);
  return BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool set_validity(X509* certificate, const Validity& validity) {
  const auto from = std::chrono::system_clock::to_time_t(validity.from);
  const auto until = std::chrono::system_clock::to_time_t(validity.until);
  return ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), until) != nullptr;
}

bool add_extension(X509* certificate, X509* issuer, const Extension& extension) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> made(
      X509V3_EXT_conf_nid(nullptr, &context, extension.nid, extension.value.c_str()),
      X509_EXTENSION_free);
  return made != nullptr && X509_add_ext(certificate, made.get(), -1) == 1;
}

struct Draft {
  std::string common_name;
  Validity validity;
  std::vector<Extension> extensions;
};

// Signed by `issuer_key`; self-issued where `issuer` is null.
Certificate make_certificate(const Draft& draft, EVP_PKEY* key, X509* issuer,
                             EVP_PKEY* issuer_key) {
  Certificate certificate(X509_new(), X509_free);
  X509* raw = certificate.get();
  if (raw == nullptr || X509_set_version(raw, kVersion3) != 1 || !set_serial(raw) ||
      !set_validity(raw, draft.validity) || X509_set_pubkey(raw, key) != 1) {
    return nullptr;
  }
  X509_NAME* subject = X509_get_subject_name(raw);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(draft.common_name.c_str()), -1,
                             -1, 0);
  X509* from = issuer == nullptr ? raw : issuer;
  if (X509_set_issuer_name(raw, X509_get_subject_name(from)) != 1) {
    return nullptr;
  }
  for (const Extension& extension : draft.extensions) {
    if (!add_extension(raw, from, extension)) {
      return nullptr;
    }
  }
  return X509_sign(raw, issuer_key, EVP_sha256()) > 0 ? certificate : nullptr;
}

Result<SpkiSha256, PkiError> hash_of_key(const X509* certificate) {
  unsigned char* der = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (length <= 0) {
    return PkiError::Encoding;
  }
  const SpkiSha256 hash{sha256(ByteView(der, static_cast<std::size_t>(length)))};
  OPENSSL_free(der);
  return hash;
}

std::string alternative_names(const LeafRequest& request) {
  std::string text;
  for (const std::string& name : request.dns_names) {
    text += (text.empty() ? "DNS:" : ",DNS:") + name;
  }
  for (const std::string& address : request.ip_addresses) {
    text += (text.empty() ? "IP:" : ",IP:") + address;
  }
  return text;
}

}  // namespace

std::string_view to_string(PkiError error) {
  switch (error) {
    case PkiError::KeyGeneration:
      return "the key could not be generated";
    case PkiError::Encoding:
      return "the key or certificate could not be encoded";
    case PkiError::Signing:
      return "the certificate could not be made";
    case PkiError::NotACertificate:
      return "no PEM certificate";
    case PkiError::NotAKey:
      return "no PEM private key";
  }
  return "unknown";
}

Result<Authority, PkiError> Authority::create(const std::string& name, const Validity& validity) {
  Authority authority;
  authority.key_ = generate_key();
  if (authority.key_ == nullptr) {
    return PkiError::KeyGeneration;
  }
  const Draft draft{name,
                    validity,
                    {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                     {NID_key_usage, "critical,keyCertSign,cRLSign"},
                     {NID_subject_key_identifier, "hash"}}};
  authority.certificate_ =
      make_certificate(draft, authority.key_.get(), nullptr, authority.key_.get());
  if (authority.certificate_ == nullptr) {
    return PkiError::Signing;
  }
  authority.credential_ = {certificate_text(authority.certificate_.get()),
                           key_text(authority.key_.get())};
  VS_TRY(hash, hash_of_key(authority.certificate_.get()));
  authority.key_hash_ = hash;
  return authority;
}

Result<Credential, PkiError> Authority::issue(const LeafRequest& request) const {
  const Key key = generate_key();
  if (key == nullptr) {
    return PkiError::KeyGeneration;
  }
  Draft draft{request.common_name,
              request.validity,
              {{NID_basic_constraints, "critical,CA:FALSE"},
               {NID_key_usage, "critical,digitalSignature"},
               {NID_ext_key_usage, "serverAuth,clientAuth"},
               {NID_subject_key_identifier, "hash"},
               {NID_authority_key_identifier, "keyid:always"}}};
  if (const std::string names = alternative_names(request); !names.empty()) {
    draft.extensions.push_back({NID_subject_alt_name, names});
  }
  const Certificate certificate =
      make_certificate(draft, key.get(), certificate_.get(), key_.get());
  if (certificate == nullptr) {
    return PkiError::Signing;
  }
  return Credential{certificate_text(certificate.get()), key_text(key.get())};
}

Result<SpkiSha256, PkiError> spki_sha256(std::string_view certificate_pem) {
  const Bio bio(BIO_new_mem_buf(certificate_pem.data(), static_cast<int>(certificate_pem.size())),
                BIO_free);
  const Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
  if (certificate == nullptr) {
    return PkiError::NotACertificate;
  }
  return hash_of_key(certificate.get());
}

}  // namespace vitalstream::crypto
