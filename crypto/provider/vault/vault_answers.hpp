#pragma once
// What is read of Vault's answers about keys, and nothing believed that is not of the pinned
// version. Pure; any thread.

#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

// Of "vault:v3:..."; P-256 as asked for with marshaling_algorithm "jws".
[[nodiscard]] ProviderResult<Signature> vault_signature(SignatureAlgorithm algorithm,
                                                        std::uint64_t version,
                                                        std::string_view text);

// The public key of that version in an answer about a key.
[[nodiscard]] ProviderResult<PublicKey> vault_public_key(const JsonAnswer& answer,
                                                         std::uint64_t version);

}  // namespace vitalstream::crypto::provider
