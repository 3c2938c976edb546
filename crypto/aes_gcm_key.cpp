#include "crypto/aes_gcm_key.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <limits>

#include "base/assert.hpp"

namespace vitalstream::crypto {
namespace {

// A zero in the place of an encryption flag means decryption.
enum Direction : int { kDecrypting = 0, kEncrypting = 1 };

CipherContext keyed_context(const SecretBytes& key, Direction direction) {
  VS_ASSERT(key.size() == kAesKeyBytes);
  CipherContext context(EVP_CIPHER_CTX_new());
  VS_ASSERT(context != nullptr);
  VS_ASSERT(EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), nullptr,
                              direction) == 1);
  return context;
}

int int_of(std::size_t size) {
  VS_ASSERT(size <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(size);
}

// Feeds what is authenticated only, then what is translated. OpenSSL takes an empty update for a
// missing one, so empty pieces are left out.
void translate(EVP_CIPHER_CTX* context, ByteView bound, ByteView from, std::uint8_t* to) {
  int written = 0;
  if (!bound.empty()) {
    VS_ASSERT(EVP_CipherUpdate(context, nullptr, &written, bound.data(), int_of(bound.size())) ==
              1);
  }
  if (!from.empty()) {
    VS_ASSERT(EVP_CipherUpdate(context, to, &written, from.data(), int_of(from.size())) == 1);
    VS_ASSERT(written == int_of(from.size()));
  }
}

void start(EVP_CIPHER_CTX* context, const AesGcmNonce& nonce) {
  constexpr int kSameDirection = -1;
  VS_ASSERT(EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, nonce.data(), kSameDirection) ==
            1);
}

}  // namespace

void CipherContextDelete::operator()(evp_cipher_ctx_st* context) const {
  EVP_CIPHER_CTX_free(context);
}

AesGcmEncryptor::AesGcmEncryptor(const SecretBytes& key)
    : context_(keyed_context(key, kEncrypting)) {}

void AesGcmEncryptor::encrypt(const AesGcmNonce& nonce, ByteView bound, ByteView message,
                              std::span<std::uint8_t> encrypted) {
  VS_ASSERT(encrypted.size() == message.size() + kAesGcmTagBytes);
  start(context_.get(), nonce);
  translate(context_.get(), bound, message, encrypted.data());
  std::uint8_t* tag = encrypted.data() + message.size();
  int written = 0;
  VS_ASSERT(EVP_CipherFinal_ex(context_.get(), tag, &written) == 1);
  VS_ASSERT(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, int_of(kAesGcmTagBytes),
                                tag) == 1);
}

AesGcmDecryptor::AesGcmDecryptor(const SecretBytes& key)
    : context_(keyed_context(key, kDecrypting)) {}

bool AesGcmDecryptor::decrypt(const AesGcmNonce& nonce, ByteView bound, ByteView encrypted,
                              std::span<std::uint8_t> message) {
  VS_ASSERT(encrypted.size() == message.size() + kAesGcmTagBytes);
  // The control call takes the tag through a pointer to what it does not change.
  std::array<std::uint8_t, kAesGcmTagBytes> tag{};
  std::ranges::copy(encrypted.last(kAesGcmTagBytes), tag.begin());
  start(context_.get(), nonce);
  VS_ASSERT(EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, int_of(tag.size()),
                                tag.data()) == 1);
  translate(context_.get(), bound, encrypted.first(message.size()), message.data());
  std::array<std::uint8_t, kAesGcmTagBytes> rest{};
  int written = 0;
  if (EVP_CipherFinal_ex(context_.get(), rest.data(), &written) == 1) {
    return true;
  }
  std::ranges::fill(message, std::uint8_t{0});
  return false;
}

}  // namespace vitalstream::crypto
