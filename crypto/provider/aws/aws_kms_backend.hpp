#pragma once
// The key provider `aws_kms`: an asymmetric key of AWS KMS signs, a symmetric one wraps. P-256 is
// asked for with the digest, Ed25519 with the message. The context of a wrapped key is its
// encryption context, so that it stands in CloudTrail and a key policy may demand it.

#include <memory>

#include "crypto/provider/aws/aws_credentials.hpp"
#include "crypto/provider/key_backend.hpp"
#include "crypto/provider/provider_options.hpp"

namespace vitalstream::crypto::provider {

// Finds credentials and reads the public key.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_aws_kms_backend(
    const AwsKmsOptions& options, Deadline deadline);

// What surrounds it, for tests; `clock` outlives the backend.
struct AwsSurroundings {
  std::unique_ptr<HttpClient> http;
  AwsEnvironment environment;
  CallClock* clock = nullptr;
};
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> open_aws_kms_backend(
    const AwsKmsOptions& options, AwsSurroundings surroundings, Deadline deadline);

}  // namespace vitalstream::crypto::provider
