#pragma once
// What is read of AWS's answers. Pure; any thread.

#include <string>
#include <string_view>

#include "crypto/provider/aws/sigv4.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

// "kms.eu-central-1.amazonaws.com"; in China another domain.
[[nodiscard]] std::string aws_host(std::string_view service, std::string_view region);

[[nodiscard]] bool is_region_name(std::string_view text);
[[nodiscard]] bool is_role_name(std::string_view text);

// Of IMDS and of container agents; of STS.
[[nodiscard]] ProviderResult<AwsCredentials> credentials_in_json(ByteView body);
[[nodiscard]] ProviderResult<AwsCredentials> credentials_in_xml(ByteView body);

// Of GetPublicKey.
[[nodiscard]] ProviderResult<PublicKey> aws_public_key(const JsonAnswer& answer);

// Of Sign: DER for P-256, raw for Ed25519.
[[nodiscard]] ProviderResult<Signature> aws_signature(SignatureAlgorithm algorithm,
                                                      const JsonAnswer& answer);

}  // namespace vitalstream::crypto::provider
