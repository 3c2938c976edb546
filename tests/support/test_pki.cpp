#include "tests/support/test_pki.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <utility>

#include "base/assert.hpp"

namespace vitalstream::testing {
namespace {

using CertificatePtr = std::shared_ptr<X509>;
using KeyPtr = std::shared_ptr<EVP_PKEY>;
using BioPtr = std::unique_ptr<BIO, decltype(&BIO_free)>;

struct Issuer {
  X509* certificate = nullptr;
  EVP_PKEY* key = nullptr;
};

KeyPtr make_key() {
  KeyPtr key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  VS_ASSERT(key != nullptr);
  return key;
}

std::string read_all(const BioPtr& bio) {
  char* data = nullptr;
  const long length = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(length)};
}

std::string pem_of(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()), &BIO_free);
  VS_ASSERT(PEM_write_bio_X509(bio.get(), certificate) == 1);
  return read_all(bio);
}

std::string pem_of(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()), &BIO_free);
  VS_ASSERT(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) ==
            1);
  return read_all(bio);
}

void set_serial(X509* certificate) {
  std::uint64_t serial = 0;
  VS_ASSERT(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial)) == 1);
  VS_ASSERT(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U) == 1);
}

void set_subject(X509* certificate, const std::string& name) {
  const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
  VS_ASSERT(X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                       text, -1, -1, 0) == 1);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  VS_ASSERT(extension != nullptr);
  VS_ASSERT(X509_add_ext(certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

CertificatePtr make_unsigned(const std::string& name, EVP_PKEY* key, const LeafOptions& options) {
  CertificatePtr certificate(X509_new(), &X509_free);
  VS_ASSERT(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
  set_serial(certificate.get());
  set_subject(certificate.get(), name);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), options.valid_from.count());
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), options.valid_until.count());
  VS_ASSERT(X509_set_pubkey(certificate.get(), key) == 1);
  return certificate;
}

void sign(X509* certificate, const Issuer& issuer) {
  VS_ASSERT(X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate)) == 1);
  add_extension(certificate, issuer.certificate, NID_subject_key_identifier, "hash");
  add_extension(certificate, issuer.certificate, NID_authority_key_identifier, "keyid");
  VS_ASSERT(X509_sign(certificate, issuer.key, EVP_sha256()) > 0);
}

CertificatePtr make_authority(const std::string& name, EVP_PKEY* key, const Issuer* issuer) {
  CertificatePtr certificate = make_unsigned(name, key, LeafOptions{});
  add_extension(certificate.get(), certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate.get(), certificate.get(), NID_key_usage,
                "critical,keyCertSign,cRLSign");
  sign(certificate.get(), issuer == nullptr ? Issuer{certificate.get(), key} : *issuer);
  return certificate;
}

CertificatePtr make_leaf(const LeafOptions& options, EVP_PKEY* key, const Issuer* issuer) {
  const std::string name = options.dns_names.empty() ? "nameless" : options.dns_names.front();
  CertificatePtr certificate = make_unsigned(name, key, options);
  add_extension(certificate.get(), certificate.get(), NID_basic_constraints,
                options.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add_extension(certificate.get(), certificate.get(), NID_key_usage, "critical,digitalSignature");
  std::string usage = options.for_servers ? "serverAuth" : "";
  if (options.for_clients) {
    usage += usage.empty() ? "clientAuth" : ",clientAuth";
  }
  if (!usage.empty()) {
    add_extension(certificate.get(), certificate.get(), NID_ext_key_usage, usage);
  }
  std::string names;
  for (const std::string& each : options.dns_names) {
    names += (names.empty() ? "DNS:" : ",DNS:") + each;
  }
  if (!names.empty()) {
    add_extension(certificate.get(), certificate.get(), NID_subject_alt_name, names);
  }
  sign(certificate.get(), issuer == nullptr ? Issuer{certificate.get(), key} : *issuer);
  return certificate;
}

}  // namespace

struct TestCa::Parts {
  KeyPtr key;
  CertificatePtr certificate;
  std::string intermediates_pem;  // this one and those above it, without the root

  [[nodiscard]] Issuer issuer() const { return {certificate.get(), key.get()}; }
};

TestCa::TestCa(const std::string& name) {
  KeyPtr key = make_key();
  CertificatePtr certificate = make_authority(name, key.get(), nullptr);
  parts_ = std::make_shared<const Parts>(Parts{std::move(key), std::move(certificate), {}});
}

TestCa::TestCa(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}

TestCa TestCa::make_intermediate(const std::string& name) const {
  KeyPtr key = make_key();
  const Issuer issuer = parts_->issuer();
  CertificatePtr certificate = make_authority(name, key.get(), &issuer);
  std::string chain = pem_of(certificate.get()) + parts_->intermediates_pem;
  return TestCa(std::make_shared<const Parts>(
      Parts{std::move(key), std::move(certificate), std::move(chain)}));
}

TestCa TestCa::renew(const std::string& name) const {
  CertificatePtr certificate = make_authority(name, parts_->key.get(), nullptr);
  return TestCa(std::make_shared<const Parts>(Parts{parts_->key, std::move(certificate), {}}));
}

PemPair TestCa::issue(const LeafOptions& options) const {
  const KeyPtr key = make_key();
  const Issuer issuer = parts_->issuer();
  const CertificatePtr certificate = make_leaf(options, key.get(), &issuer);
  return {pem_of(certificate.get()) + parts_->intermediates_pem, pem_of(key.get())};
}

PemPair TestCa::issue(const std::string& dns_name) const {
  LeafOptions options;
  options.dns_names = {dns_name};
  return issue(options);
}

std::string TestCa::certificate_pem() const { return pem_of(parts_->certificate.get()); }

Hash32 TestCa::key_hash() const {
  unsigned char* der = nullptr;
  const int length = i2d_PUBKEY(parts_->key.get(), &der);
  VS_ASSERT(length > 0);
  Hash32 hash{};
  VS_ASSERT(EVP_Digest(der, static_cast<std::size_t>(length), hash.data(), nullptr, EVP_sha256(),
                       nullptr) == 1);
  OPENSSL_free(der);
  return hash;
}

PemPair make_self_signed(const LeafOptions& options) {
  const KeyPtr key = make_key();
  const CertificatePtr certificate = make_leaf(options, key.get(), nullptr);
  return {pem_of(certificate.get()), pem_of(key.get())};
}

}  // namespace vitalstream::testing
