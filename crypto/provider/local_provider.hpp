#pragma once
// The key provider `local`: the key lies in a file (key_file.hpp) and signs in this process. For
// development and small sites. `start` opens, and never makes a key; `vitalstream keys generate`
// makes one, and never overwrites.

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "crypto/provider/key_file.hpp"
#include "crypto/provider/key_provider.hpp"

namespace vitalstream::crypto::provider {

// What went wrong, in words that name the file.
struct LocalKeyError {
  std::string reason;
};

struct LocalKeyRequest {
  std::filesystem::path file;
  SignatureAlgorithm algorithm = SignatureAlgorithm::Ed25519;
  ArgonCost cost;
};

// Makes a key and its file, and answers its public key.
[[nodiscard]] Result<PublicKey, LocalKeyError> generate_local_key(const LocalKeyRequest& request,
                                                                  const Passphrase& passphrase);

[[nodiscard]] Result<std::unique_ptr<KeyBackend>, LocalKeyError> open_local_backend(
    const std::filesystem::path& file, const Passphrase& passphrase);

// Opens and probes it.
[[nodiscard]] Result<std::unique_ptr<KeyProvider>, LocalKeyError> open_local_provider(
    const std::filesystem::path& file, const Passphrase& passphrase);

}  // namespace vitalstream::crypto::provider
