#include "tests/providers/rsa_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "base/assert.hpp"

namespace vitalstream::testing {
namespace {

constexpr std::size_t kModulusBits = 2048;

using Context = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

void use_oaep(EVP_PKEY_CTX* context) {
  VS_ASSERT(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1);
  VS_ASSERT(EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1);
  VS_ASSERT(EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1);
}

}  // namespace

struct RsaKey::Parts {
  Parts() : key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kModulusBits), EVP_PKEY_free) {}
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key;
};

RsaKey::RsaKey() : parts_(std::make_shared<Parts>()) { VS_ASSERT(parts_->key != nullptr); }

Bytes RsaKey::modulus() const {
  BIGNUM* number = nullptr;
  VS_ASSERT(EVP_PKEY_get_bn_param(parts_->key.get(), OSSL_PKEY_PARAM_RSA_N, &number) == 1);
  Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, bytes.data());
  BN_free(number);
  return bytes;
}

Bytes RsaKey::wrap(ByteView plaintext) const {
  const Context context(EVP_PKEY_CTX_new(parts_->key.get(), nullptr), EVP_PKEY_CTX_free);
  VS_ASSERT(EVP_PKEY_encrypt_init(context.get()) == 1);
  use_oaep(context.get());
  Bytes wrapped(kModulusBits / 8);
  std::size_t size = wrapped.size();
  VS_ASSERT(EVP_PKEY_encrypt(context.get(), wrapped.data(), &size, plaintext.data(),
                             plaintext.size()) == 1);
  return wrapped;
}

std::optional<Bytes> RsaKey::unwrap(ByteView wrapped) const {
  const Context context(EVP_PKEY_CTX_new(parts_->key.get(), nullptr), EVP_PKEY_CTX_free);
  VS_ASSERT(EVP_PKEY_decrypt_init(context.get()) == 1);
  use_oaep(context.get());
  Bytes plaintext(kModulusBits / 8);
  std::size_t size = plaintext.size();
  if (EVP_PKEY_decrypt(context.get(), plaintext.data(), &size, wrapped.data(), wrapped.size()) !=
      1) {
    return std::nullopt;
  }
  plaintext.resize(size);
  return plaintext;
}

}  // namespace vitalstream::testing
