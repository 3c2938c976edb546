#include "crypto/aes_gcm.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"

namespace vitalstream::crypto {
namespace {

Bytes hex(std::string_view text) { return from_hex(text).value_or(Bytes{}); }

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(hex(text)); }

// Test cases 13, 14 and 16 of McGrew and Viega's specification of GCM.
TEST(AesGcm, AnswersThePublishedCases) {
  const SecretBytes zero(kAesKeyBytes);
  const Bytes nonce(kAesGcmNonceBytes);
  EXPECT_EQ(to_hex(encrypt_aes_gcm({zero, nonce, {}}, {})), "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(to_hex(encrypt_aes_gcm({zero, nonce, {}}, Bytes(16))),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
  const SecretBytes key =
      secret("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const Bytes other_nonce = hex("cafebabefacedbaddecaf888");
  const Bytes bound = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const Bytes plaintext =
      hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  EXPECT_EQ(to_hex(encrypt_aes_gcm({key, other_nonce, bound}, plaintext)),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b");
}

TEST(AesGcm, OpensWhatWasEncryptedAndNothingElse) {
  const SecretBytes key = secret(std::string(64, 'a'));
  const Bytes nonce(kAesGcmNonceBytes, 1);
  const Bytes bound{1, 2, 3};
  const Bytes plaintext(100, 9);
  Bytes encrypted = encrypt_aes_gcm({key, nonce, bound}, plaintext);
  const auto opened = decrypt_aes_gcm({key, nonce, bound}, encrypted);
  ASSERT_TRUE(opened.has_value());
  EXPECT_TRUE(equal(opened->view(), plaintext));
  EXPECT_FALSE(
      decrypt_aes_gcm({secret(std::string(64, 'b')), nonce, bound}, encrypted).has_value());
  EXPECT_FALSE(decrypt_aes_gcm({key, Bytes(kAesGcmNonceBytes, 2), bound}, encrypted).has_value());
  EXPECT_FALSE(decrypt_aes_gcm({key, nonce, Bytes{1, 2}}, encrypted).has_value());
  for (std::size_t bit = 0; bit < encrypted.size() * 8; ++bit) {
    encrypted[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(decrypt_aes_gcm({key, nonce, bound}, encrypted).has_value()) << bit;
    encrypted[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  }
}

TEST(AesGcm, RefusesWhatIsShorterThanItsTag) {
  const SecretBytes key(kAesKeyBytes);
  const Bytes nonce(kAesGcmNonceBytes);
  for (std::size_t size = 0; size < kAesGcmTagBytes; ++size) {
    EXPECT_FALSE(decrypt_aes_gcm({key, nonce, {}}, Bytes(size)).has_value());
  }
}

TEST(AesGcm, AnEmptyMessageIsAuthenticatedToo) {
  const SecretBytes key(kAesKeyBytes);
  const Bytes nonce(kAesGcmNonceBytes);
  const Bytes encrypted = encrypt_aes_gcm({key, nonce, as_bytes("bound")}, {});
  ASSERT_EQ(encrypted.size(), kAesGcmTagBytes);
  EXPECT_TRUE(decrypt_aes_gcm({key, nonce, as_bytes("bound")}, encrypted).has_value());
  EXPECT_FALSE(decrypt_aes_gcm({key, nonce, as_bytes("other")}, encrypted).has_value());
}

}  // namespace
}  // namespace vitalstream::crypto
