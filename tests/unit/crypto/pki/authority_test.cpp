#include "crypto/pki/authority.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

namespace vitalstream::crypto {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;

Validity one_day() { return {system_clock::now() - hours(1), system_clock::now() + hours(24)}; }

std::shared_ptr<X509> parse(const std::string& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  return {PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free};
}

TEST(Authority, IssuesCertificatesThatItsOwnCertificateVerifies) {
  const auto authority = Authority::create("Clinic CA", one_day());
  ASSERT_TRUE(authority.has_value());
  const auto leaf =
      authority->issue({"validator-1", {"validator-1.clinic.example"}, {"127.0.0.1"}, one_day()});
  ASSERT_TRUE(leaf.has_value());
  const auto certificate = parse(leaf->certificate_pem);
  const auto root = parse(authority->certificate_pem());
  ASSERT_TRUE(certificate && root);
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(root.get())), 1);
  EXPECT_EQ(X509_check_host(certificate.get(), "validator-1.clinic.example", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ca(certificate.get()), 0);
  EXPECT_NE(X509_check_ca(root.get()), 0);
}

TEST(Authority, GivesEveryCertificateAKeyAndSerialOfItsOwn) {
  const auto authority = Authority::create("Clinic CA", one_day());
  ASSERT_TRUE(authority.has_value());
  const auto first = authority->issue({"a", {"a.example"}, {}, one_day()});
  const auto second = authority->issue({"a", {"a.example"}, {}, one_day()});
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->private_key_pem, second->private_key_pem);
  EXPECT_NE(ASN1_INTEGER_cmp(X509_get_serialNumber(parse(first->certificate_pem).get()),
                             X509_get_serialNumber(parse(second->certificate_pem).get())),
            0);
}

TEST(Authority, IsKnownByTheHashOfItsKey) {
  const auto authority = Authority::create("Clinic CA", one_day());
  const auto other = Authority::create("Clinic CA", one_day());
  ASSERT_TRUE(authority && other);
  EXPECT_EQ(*spki_sha256(authority->certificate_pem()), authority->key_hash());
  EXPECT_NE(authority->key_hash(), other->key_hash());
}

TEST(Authority, RefusesWhatIsNoCertificate) {
  EXPECT_EQ(spki_sha256("hello").error(), PkiError::NotACertificate);
}

}  // namespace
}  // namespace vitalstream::crypto
