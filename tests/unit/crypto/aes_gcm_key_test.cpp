#include "crypto/aes_gcm_key.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto {
namespace {

SecretBytes key_of(std::uint8_t byte) { return SecretBytes::copy_of(Bytes(kAesKeyBytes, byte)); }

struct Encrypted {
  Bytes bound = to_bytes(as_bytes("header"));
  AesGcmNonce nonce{1, 2, 3};
  Bytes bytes;
};

Encrypted encrypt(ByteView message) {
  Encrypted encrypted;
  encrypted.bytes.resize(message.size() + kAesGcmTagBytes);
  AesGcmEncryptor(key_of(7)).encrypt(encrypted.nonce, encrypted.bound, message, encrypted.bytes);
  return encrypted;
}

bool opens(const Encrypted& encrypted, std::uint8_t key = 7) {
  Bytes message(encrypted.bytes.size() - kAesGcmTagBytes);
  return AesGcmDecryptor(key_of(key))
      .decrypt(encrypted.nonce, encrypted.bound, encrypted.bytes, message);
}

TEST(AesGcmKey, OneObjectEncryptsAndOpensManyMessages) {
  AesGcmEncryptor encryptor(key_of(1));
  AesGcmDecryptor decryptor(key_of(1));
  for (std::uint8_t number = 0; number < 50; ++number) {
    const Bytes message(number * 7U, number);
    const AesGcmNonce nonce{number};
    const Bytes bound(number % 5U, 9);
    Bytes encrypted(message.size() + kAesGcmTagBytes);
    encryptor.encrypt(nonce, bound, message, encrypted);
    Bytes opened(message.size());
    ASSERT_TRUE(decryptor.decrypt(nonce, bound, encrypted, opened)) << int{number};
    EXPECT_EQ(opened, message);
  }
}

TEST(AesGcmKey, EncryptsInPlace) {
  const Bytes message(100, 5);
  const Encrypted apart = encrypt(message);
  Bytes place = message;
  place.resize(message.size() + kAesGcmTagBytes);
  AesGcmEncryptor(key_of(7)).encrypt(apart.nonce, apart.bound,
                                     ByteView(place).first(message.size()), place);
  EXPECT_EQ(place, apart.bytes);
}

TEST(AesGcmKey, RefusesEveryFlippedBit) {
  const Encrypted whole = encrypt(as_bytes("nothing may change"));
  ASSERT_TRUE(opens(whole));
  for (std::size_t bit = 0; bit < whole.bytes.size() * 8; ++bit) {
    Encrypted flipped = whole;
    flipped.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(opens(flipped)) << bit;
  }
}

TEST(AesGcmKey, RefusesAnotherKeyNonceOrBoundText) {
  const Encrypted whole = encrypt(as_bytes("message"));
  EXPECT_FALSE(opens(whole, 8));
  Encrypted other_nonce = whole;
  other_nonce.nonce[11] ^= 1U;
  EXPECT_FALSE(opens(other_nonce));
  Encrypted other_bound = whole;
  other_bound.bound.push_back(0);
  EXPECT_FALSE(opens(other_bound));
}

TEST(AesGcmKey, LeavesNothingOfWhatItRefuses) {
  Encrypted encrypted = encrypt(as_bytes("unauthenticated"));
  encrypted.bytes.back() ^= 1U;
  Bytes message(encrypted.bytes.size() - kAesGcmTagBytes, 0xEE);
  EXPECT_FALSE(AesGcmDecryptor(key_of(7)).decrypt(encrypted.nonce, encrypted.bound, encrypted.bytes,
                                                  message));
  EXPECT_EQ(message, Bytes(message.size(), 0));
}

TEST(AesGcmKey, OpensAgainAfterARefusal) {
  AesGcmDecryptor decryptor(key_of(7));
  const Encrypted whole = encrypt(as_bytes("message"));
  Bytes message(whole.bytes.size() - kAesGcmTagBytes);
  Bytes damaged = whole.bytes;
  damaged[0] ^= 1U;
  EXPECT_FALSE(decryptor.decrypt(whole.nonce, whole.bound, damaged, message));
  EXPECT_TRUE(decryptor.decrypt(whole.nonce, whole.bound, whole.bytes, message));
}

}  // namespace
}  // namespace vitalstream::crypto
