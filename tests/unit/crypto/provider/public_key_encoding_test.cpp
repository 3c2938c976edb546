#include "crypto/provider/public_key_encoding.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr SignatureAlgorithm kBoth[] = {SignatureAlgorithm::Ed25519,
                                        SignatureAlgorithm::EcdsaP256Sha256};

PublicKey some_key(SignatureAlgorithm algorithm) {
  return SigningKey::from_secret(algorithm, Bytes(32, 0x42))->public_key();
}

std::string pem_of(const PublicKey& key) {
  std::string text = to_base64(public_key_to_spki(key));
  if (text.size() > 64) {
    text.insert(64, "\n");
  }
  return "-----BEGIN PUBLIC KEY-----\n" + text + "\n-----END PUBLIC KEY-----\n";
}

TEST(PublicKeyEncoding, ReadsTheKeyOfRfc8410) {
  const auto key = public_key_from_pem(
      "-----BEGIN PUBLIC KEY-----\n"
      "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
      "-----END PUBLIC KEY-----\n");
  ASSERT_TRUE(key);
  EXPECT_EQ(key->algorithm, SignatureAlgorithm::Ed25519);
  EXPECT_EQ(to_hex(key->bytes), "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
}

TEST(PublicKeyEncoding, BothKindsComeBackFromEveryForm) {
  for (const auto algorithm : kBoth) {
    const PublicKey key = some_key(algorithm);
    EXPECT_EQ(public_key_from_spki(public_key_to_spki(key)), key);
    EXPECT_EQ(public_key_from_pem(pem_of(key)), key);
    EXPECT_EQ(public_key_from_raw(algorithm, key.bytes), key);
    EXPECT_EQ(public_key_from_ec_point(algorithm, key.bytes), key);
    Bytes octets{0x04, static_cast<std::uint8_t>(key.bytes.size())};
    append(octets, key.bytes);
    EXPECT_EQ(public_key_from_ec_point(algorithm, octets), key);
  }
}

TEST(PublicKeyEncoding, RefusesEveryChangedBitOutsideTheKey) {
  for (const auto algorithm : kBoth) {
    const PublicKey key = some_key(algorithm);
    const Bytes der = public_key_to_spki(key);
    for (std::size_t bit = 0; bit < (der.size() - key.bytes.size()) * 8; ++bit) {
      Bytes changed = der;
      changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
      EXPECT_FALSE(public_key_from_spki(changed)) << bit;
    }
  }
}

TEST(PublicKeyEncoding, RefusesWhatIsTooShortOrTooLong) {
  for (const auto algorithm : kBoth) {
    Bytes der = public_key_to_spki(some_key(algorithm));
    der.push_back(0);
    EXPECT_FALSE(public_key_from_spki(der));
    der.resize(der.size() - 2);
    EXPECT_FALSE(public_key_from_spki(der));
    EXPECT_FALSE(public_key_from_spki({}));
    EXPECT_FALSE(public_key_from_ec_point(algorithm, {}));
  }
}

TEST(PublicKeyEncoding, RefusesAPointThatIsNotOnTheCurve) {
  PublicKey key = some_key(SignatureAlgorithm::EcdsaP256Sha256);
  key.bytes.back() ^= 1;
  EXPECT_FALSE(public_key_from_spki(public_key_to_spki(key)));
}

TEST(PublicKeyEncoding, RefusesPemWithoutBothLines) {
  const std::string pem = pem_of(some_key(SignatureAlgorithm::Ed25519));
  EXPECT_FALSE(public_key_from_pem(pem.substr(1)));
  EXPECT_FALSE(public_key_from_pem(pem.substr(0, pem.size() - 8)));
  EXPECT_FALSE(public_key_from_pem("-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----"));
  EXPECT_FALSE(public_key_from_pem(""));
}

}  // namespace
}  // namespace vitalstream::crypto::provider
