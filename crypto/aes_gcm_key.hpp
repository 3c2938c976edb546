#pragma once
// AES-256-GCM (NIST SP 800-38D) for many messages under one key, whose schedule is computed once:
// the encrypted file system's pages and frames. The caller answers for the rule on which everything
// rests: one nonce is never taken for two messages under one key.
//
// Both classes hold an expanded key and wipe it at the end. Pure; each is used by one thread at a
// time.

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "crypto/limits.hpp"
#include "crypto/secret_bytes.hpp"

// OpenSSL's EVP_CIPHER_CTX, whose header stays out of ours.
struct evp_cipher_ctx_st;

namespace vitalstream::crypto {

using AesGcmNonce = std::array<std::uint8_t, kAesGcmNonceBytes>;

struct CipherContextDelete {
  void operator()(evp_cipher_ctx_st* context) const;
};
using CipherContext = std::unique_ptr<evp_cipher_ctx_st, CipherContextDelete>;

class AesGcmEncryptor {
 public:
  explicit AesGcmEncryptor(const SecretBytes& key);
  // Writes ciphertext || tag, kAesGcmTagBytes more than the message. `bound` is authenticated and
  // not written. The message may lie where the ciphertext goes, if it begins there too.
  void encrypt(const AesGcmNonce& nonce, ByteView bound, ByteView message,
               std::span<std::uint8_t> encrypted);

 private:
  CipherContext context_;
};

class AesGcmDecryptor {
 public:
  explicit AesGcmDecryptor(const SecretBytes& key);
  // False if key, nonce or `bound` differ or a bit of `encrypted` has changed; then the target,
  // which is kAesGcmTagBytes shorter, holds zeros: nothing unauthenticated leaves this function.
  [[nodiscard]] bool decrypt(const AesGcmNonce& nonce, ByteView bound, ByteView encrypted,
                             std::span<std::uint8_t> message);

 private:
  CipherContext context_;
};

}  // namespace vitalstream::crypto
