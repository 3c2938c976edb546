#pragma once
// The text of a local key file: one JSON object with the public key in clear and the secrets
// encrypted under a passphrase (Argon2id, then XChaCha20-Poly1305 that also binds all the rest),
// or, for test networks that say so, with no protection but the file's mode. No file is touched
// here; called by local_provider.cpp.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

// Nothing: the file is not encrypted.
using Passphrase = std::optional<SecretBytes>;

struct KeyFileSecrets {
  // As SigningKey takes it.
  SecretBytes signing;
  // Encrypts the keys that the provider wraps.
  SecretBytes wrapping;
};

struct KeyFileContent {
  PublicKey public_key;
  KeyFileSecrets secrets;
};

// The cost of a guess at the passphrase.
struct ArgonCost {
  std::uint64_t passes = kArgonPasses;
  std::uint64_t memory_kib = kArgonMemoryKib;
};

enum class KeyFileError {
  Malformed,
  UnknownFormat,
  CostOutOfRange,
  PassphraseNeeded,
  // A passphrase is configured and the file is not encrypted: somebody has put another file there.
  NotEncrypted,
  NotEnoughMemory,
  // Cannot be told apart.
  WrongPassphraseOrTampered,
  // The secrets are not those of the public key.
  KeyMismatch,
};

[[nodiscard]] std::string_view to_string(KeyFileError error);

[[nodiscard]] Result<SecretBytes, KeyFileError> encode_key_file(const KeyFileContent& content,
                                                                const Passphrase& passphrase,
                                                                const ArgonCost& cost);

[[nodiscard]] Result<KeyFileContent, KeyFileError> decode_key_file(std::string_view text,
                                                                   const Passphrase& passphrase);

}  // namespace vitalstream::crypto::provider
