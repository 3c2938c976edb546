#include "crypto/aes_gcm.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "crypto/aes_gcm_key.hpp"

namespace vitalstream::crypto {
namespace {

AesGcmNonce nonce_of(const AesGcmInput& input) {
  AesGcmNonce nonce{};
  VS_ASSERT(input.nonce.size() == nonce.size());
  std::ranges::copy(input.nonce, nonce.begin());
  return nonce;
}

}  // namespace

Bytes encrypt_aes_gcm(const AesGcmInput& input, ByteView plaintext) {
  Bytes encrypted(plaintext.size() + kAesGcmTagBytes);
  AesGcmEncryptor(input.key).encrypt(nonce_of(input), input.bound, plaintext, encrypted);
  return encrypted;
}

std::optional<SecretBytes> decrypt_aes_gcm(const AesGcmInput& input, ByteView encrypted) {
  if (encrypted.size() < kAesGcmTagBytes) {
    return std::nullopt;
  }
  SecretBytes plaintext(encrypted.size() - kAesGcmTagBytes);
  if (!AesGcmDecryptor(input.key).decrypt(nonce_of(input), input.bound, encrypted,
                                          plaintext.writable())) {
    return std::nullopt;
  }
  return plaintext;
}

}  // namespace vitalstream::crypto
