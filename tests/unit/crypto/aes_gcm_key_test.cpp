#include "crypto/aes_gcm_key.hpp"

#include <gtest/gtest.h>

namespace vitalstream::crypto {
namespace {

SecretBytes key_of(std::uint8_t byte) { return SecretBytes::copy_of(Bytes(kAesKeyBytes, byte)); }

struct Sealed {
  Bytes bound = to_bytes(as_bytes("header"));
  AesGcmNonce nonce{1, 2, 3};
  Bytes bytes;
};

Sealed seal(ByteView message) {
  Sealed sealed;
  sealed.bytes.resize(message.size() + kAesGcmTagBytes);
  AesGcmSealer(key_of(7)).seal(sealed.nonce, sealed.bound, message, sealed.bytes);
  return sealed;
}

bool opens(const Sealed& sealed, std::uint8_t key = 7) {
  Bytes message(sealed.bytes.size() - kAesGcmTagBytes);
  return AesGcmOpener(key_of(key)).open(sealed.nonce, sealed.bound, sealed.bytes, message);
}

TEST(AesGcmKey, OneObjectSealsAndOpensManyMessages) {
  AesGcmSealer sealer(key_of(1));
  AesGcmOpener opener(key_of(1));
  for (std::uint8_t number = 0; number < 50; ++number) {
    const Bytes message(number * 7U, number);
    const AesGcmNonce nonce{number};
    const Bytes bound(number % 5U, 9);
    Bytes sealed(message.size() + kAesGcmTagBytes);
    sealer.seal(nonce, bound, message, sealed);
    Bytes opened(message.size());
    ASSERT_TRUE(opener.open(nonce, bound, sealed, opened)) << int{number};
    EXPECT_EQ(opened, message);
  }
}

TEST(AesGcmKey, SealsInPlace) {
  const Bytes message(100, 5);
  const Sealed apart = seal(message);
  Bytes place = message;
  place.resize(message.size() + kAesGcmTagBytes);
  AesGcmSealer(key_of(7)).seal(apart.nonce, apart.bound, ByteView(place).first(message.size()),
                               place);
  EXPECT_EQ(place, apart.bytes);
}

TEST(AesGcmKey, RefusesEveryFlippedBit) {
  const Sealed whole = seal(as_bytes("nothing may change"));
  ASSERT_TRUE(opens(whole));
  for (std::size_t bit = 0; bit < whole.bytes.size() * 8; ++bit) {
    Sealed flipped = whole;
    flipped.bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(opens(flipped)) << bit;
  }
}

TEST(AesGcmKey, RefusesAnotherKeyNonceOrBoundText) {
  const Sealed whole = seal(as_bytes("message"));
  EXPECT_FALSE(opens(whole, 8));
  Sealed other_nonce = whole;
  other_nonce.nonce[11] ^= 1U;
  EXPECT_FALSE(opens(other_nonce));
  Sealed other_bound = whole;
  other_bound.bound.push_back(0);
  EXPECT_FALSE(opens(other_bound));
}

TEST(AesGcmKey, LeavesNothingOfWhatItRefuses) {
  Sealed sealed = seal(as_bytes("unauthenticated"));
  sealed.bytes.back() ^= 1U;
  Bytes message(sealed.bytes.size() - kAesGcmTagBytes, 0xEE);
  EXPECT_FALSE(AesGcmOpener(key_of(7)).open(sealed.nonce, sealed.bound, sealed.bytes, message));
  EXPECT_EQ(message, Bytes(message.size(), 0));
}

TEST(AesGcmKey, OpensAgainAfterARefusal) {
  AesGcmOpener opener(key_of(7));
  const Sealed whole = seal(as_bytes("message"));
  Bytes message(whole.bytes.size() - kAesGcmTagBytes);
  Bytes damaged = whole.bytes;
  damaged[0] ^= 1U;
  EXPECT_FALSE(opener.open(whole.nonce, whole.bound, damaged, message));
  EXPECT_TRUE(opener.open(whole.nonce, whole.bound, whole.bytes, message));
}

}  // namespace
}  // namespace vitalstream::crypto
