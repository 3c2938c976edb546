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

Bytes seal_aes_gcm(const AesGcmInput& input, ByteView plaintext) {
  Bytes sealed(plaintext.size() + kAesGcmTagBytes);
  AesGcmSealer(input.key).seal(nonce_of(input), input.bound, plaintext, sealed);
  return sealed;
}

std::optional<SecretBytes> open_aes_gcm(const AesGcmInput& input, ByteView sealed) {
  if (sealed.size() < kAesGcmTagBytes) {
    return std::nullopt;
  }
  SecretBytes plaintext(sealed.size() - kAesGcmTagBytes);
  if (!AesGcmOpener(input.key).open(nonce_of(input), input.bound, sealed, plaintext.writable())) {
    return std::nullopt;
  }
  return plaintext;
}

}  // namespace vitalstream::crypto
