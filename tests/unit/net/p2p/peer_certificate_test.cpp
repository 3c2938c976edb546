#include "net/p2p/peer_certificate.hpp"

#include <gtest/gtest.h>

#include "tests/support/test_pki.hpp"

namespace vitalstream::net {
namespace {

TEST(PeerCertificate, ThePinOfACaIsTheHashOfItsPublicKeyInfo) {
  const testing::TestCa ca("one");
  EXPECT_EQ(spki_hash_of_pem(ca.certificate_pem()), SpkiHash{ca.key_hash()});
}

TEST(PeerCertificate, ThePinSurvivesARenewalOfTheCaCertificate) {
  const testing::TestCa ca("one");
  EXPECT_EQ(spki_hash_of_pem(ca.renew("two").certificate_pem()), SpkiHash{ca.key_hash()});
}

TEST(PeerCertificate, ThereIsNoPinInOtherText) {
  EXPECT_FALSE(spki_hash_of_pem("no certificate").has_value());
  EXPECT_FALSE(spki_hash_of_pem("").has_value());
}

TEST(PeerCertificate, AnAbsentChainIsNobody) {
  EXPECT_FALSE(read_peer_certificate(nullptr).has_value());
}

}  // namespace
}  // namespace vitalstream::net
