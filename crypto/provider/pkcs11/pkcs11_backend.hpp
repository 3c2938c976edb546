#pragma once
// The key provider `pkcs11`: the key lies in a token that a PKCS#11 module reaches: an HSM, a smart
// card, SoftHSM, AWS CloudHSM. Votes are hashed here and signed there (CKM_ECDSA, CKM_EDDSA).
// Sessions are pooled; one that fails is replaced, and the token is looked for anew, so that one
// that was away is used again when it is back. Cryptoki knows no deadline: a call that hangs inside
// a module keeps its session and its thread, and others go on with theirs.

#include <filesystem>
#include <memory>
#include <optional>

#include "crypto/provider/key_backend.hpp"
#include "crypto/provider/pkcs11/pkcs11_uri.hpp"
#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

// The options come first, then the signing key's URI. Empty: neither says.
[[nodiscard]] std::filesystem::path pkcs11_module(const Pkcs11Options& options,
                                                  const Pkcs11Uri& uri);
[[nodiscard]] std::optional<SecretReference> pkcs11_pin(const Pkcs11Options& options,
                                                        const Pkcs11Uri& uri);

// Loads the module, logs in and reads the public key.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_pkcs11_backend(
    const Pkcs11Options& options, Deadline deadline);

}  // namespace vitalstream::crypto::provider
