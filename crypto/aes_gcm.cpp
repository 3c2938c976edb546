#include "crypto/aes_gcm.hpp"

#include <openssl/evp.h>

#include <limits>
#include <memory>

#include "base/assert.hpp"

namespace vitalstream::crypto {
namespace {

struct FreeContext {
  // Overwrites the key schedule.
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

int length_of(ByteView bytes) {
  VS_ASSERT(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(bytes.size());
}

// A context that has taken key, nonce and what is bound.
Context begin(const AesGcmInput& input, int is_sealing) {
  VS_ASSERT(input.key.size() == kAesKeyBytes && input.nonce.size() == kAesGcmNonceBytes);
  Context context(EVP_CIPHER_CTX_new());
  VS_ASSERT(context != nullptr &&
            EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, input.key.view().data(),
                              input.nonce.data(), is_sealing) == 1);
  int taken = 0;
  VS_ASSERT(input.bound.empty() || EVP_CipherUpdate(context.get(), nullptr, &taken,
                                                    input.bound.data(),
                                                    length_of(input.bound)) == 1);
  return context;
}

void convert(EVP_CIPHER_CTX* context, ByteView from, std::uint8_t* to) {
  int converted = 0;
  VS_ASSERT(from.empty() ||
            EVP_CipherUpdate(context, to, &converted, from.data(), length_of(from)) == 1);
}

}  // namespace

Bytes seal_aes_gcm(const AesGcmInput& input, ByteView plaintext) {
  const Context context = begin(input, /*is_sealing=*/1);
  Bytes sealed(plaintext.size() + kAesGcmTagBytes);
  convert(context.get(), plaintext, sealed.data());
  std::uint8_t* const tag = sealed.data() + plaintext.size();
  int rest = 0;
  VS_ASSERT(EVP_CipherFinal_ex(context.get(), tag, &rest) == 1 && rest == 0);
  VS_ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG,
                                static_cast<int>(kAesGcmTagBytes), tag) == 1);
  return sealed;
}

std::optional<SecretBytes> open_aes_gcm(const AesGcmInput& input, ByteView sealed) {
  if (sealed.size() < kAesGcmTagBytes) {
    return std::nullopt;
  }
  const Context context = begin(input, /*is_sealing=*/0);
  const ByteView ciphertext = sealed.first(sealed.size() - kAesGcmTagBytes);
  Bytes tag = to_bytes(sealed.last(kAesGcmTagBytes));
  SecretBytes plaintext(ciphertext.size());
  convert(context.get(), ciphertext, plaintext.writable().data());
  VS_ASSERT(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG,
                                static_cast<int>(kAesGcmTagBytes), tag.data()) == 1);
  int rest = 0;
  if (EVP_CipherFinal_ex(context.get(), tag.data(), &rest) != 1) {
    return std::nullopt;
  }
  return plaintext;
}

}  // namespace vitalstream::crypto
