#include "crypto/provider/secret_box.hpp"

#include <sodium.h>

#include "base/assert.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/random.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSecretBoxKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

}  // namespace

Bytes encrypt(const SecretBytes& key, const SecretBytes& secret, ByteView bound) {
  VS_ASSERT(key.size() == kSecretBoxKeyBytes);
  Bytes box = random_bytes(kNonceBytes);
  box.resize(kNonceBytes + secret.size() + kTagBytes);
  VS_ASSERT(crypto_aead_xchacha20poly1305_ietf_encrypt(
                box.data() + kNonceBytes, nullptr, secret.view().data(), secret.size(),
                bound.data(), bound.size(), nullptr, box.data(), key.view().data()) == 0);
  return box;
}

std::optional<SecretBytes> decrypt(const SecretBytes& key, ByteView box, ByteView bound) {
  VS_ASSERT(key.size() == kSecretBoxKeyBytes);
  if (box.size() < kNonceBytes + kTagBytes) {
    return std::nullopt;
  }
  const ByteView encrypted = box.subspan(kNonceBytes);
  SecretBytes secret(encrypted.size() - kTagBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          secret.writable().data(), nullptr, nullptr, encrypted.data(), encrypted.size(),
          bound.data(), bound.size(), box.data(), key.view().data()) != 0) {
    return std::nullopt;
  }
  return secret;
}

}  // namespace vitalstream::crypto::provider
