#pragma once
// From contents to the bytes of a keyring file and back, with the help of a key provider. Every
// encrypting makes an unlock key of its own, used for this one message and forgotten: no nonce can
// repeat, and who kept an old unlock key can open no later keyring. Called by Keyring; one thread.
//
// The file is always signed, whichever way the provider wraps: where wrapping takes a public key
// only (RSA-OAEP), anybody could encrypt keys of his own choice for this validator. One rule for
// all providers leaves no flag to forget and nothing to downgrade, and a validator can always sign.

#include <cstdint>
#include <string>

#include "base/chain.hpp"
#include "base/result.hpp"
#include "crypto/provider/key_provider.hpp"
#include "storage/keyring/keyring_contents.hpp"
#include "storage/keyring/keyring_error.hpp"

namespace vitalstream::storage {

// Whose keyring it is: nobody else's passes for it.
struct KeyringOwner {
  ChainId chain;
  std::string node;
};

struct DecryptedKeyring {
  KeyringContents contents;
  std::uint64_t epoch = 0;
};

[[nodiscard]] Result<Bytes, KeyringFailure> encrypt_keyring(
    const DecryptedKeyring& keyring, const KeyringOwner& owner,
    crypto::provider::KeyProvider& provider);

[[nodiscard]] Result<DecryptedKeyring, KeyringFailure> decrypt_keyring(
    ByteView file, const KeyringOwner& owner, crypto::provider::KeyProvider& provider);

}  // namespace vitalstream::storage
