#pragma once
// What is read of the answers of Key Vault, Entra and a machine's metadata service. Pure; any
// thread.

#include <chrono>
#include <string>
#include <string_view>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/http/http_client.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

struct AzureToken {
  SecretBytes text;
  std::chrono::seconds lifetime{0};
};

[[nodiscard]] ProviderResult<AzureToken> azure_token(ByteView body);

// Of "get key": refused unless it is for signing, enabled and within its dates.
[[nodiscard]] ProviderResult<PublicKey> azure_public_key(const JsonAnswer& answer, WallSeconds now);

// `value` of sign, wrapkey or unwrapkey, done with the key version at `path`: "/keys/NAME/VERSION".
[[nodiscard]] ProviderResult<SecretBytes> azure_value(const JsonAnswer& answer,
                                                      std::string_view path);

// Raw r || s.
[[nodiscard]] ProviderResult<Signature> azure_signature(const JsonAnswer& answer,
                                                        std::string_view path);

[[nodiscard]] ProviderFailure azure_failure(std::string_view what, const HttpResponse& response);

}  // namespace vitalstream::crypto::provider
