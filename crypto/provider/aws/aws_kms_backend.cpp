#include "crypto/provider/aws/aws_kms_backend.hpp"

#include <atomic>
#include <utility>

#include "base/hex.hpp"
#include "crypto/provider/aws/aws_answers.hpp"
#include "crypto/provider/aws/aws_error.hpp"
#include "crypto/provider/aws/aws_time.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/http/http_url.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/one_key_backend.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr const char* kContextName = "vitalstream-context";

class AwsKmsBackend final : public OneKeyBackend {
 public:
  AwsKmsBackend(const AwsKmsOptions& options, AwsSurroundings surroundings)
      : OneKeyBackend("aws_kms", !options.wrapping_key_id.empty()),
        options_(options),
        url_(endpoint(options, surroundings.environment)),
        http_(std::move(surroundings.http)),
        clock_(*surroundings.clock),
        source_(options.region, std::move(surroundings.environment), *http_, clock_) {}
  [[nodiscard]] ProviderResult<void> check_endpoint() const;

  ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                 Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                         Deadline deadline) override;

 private:
  using Answer = std::unique_ptr<JsonAnswer>;
  using Response = Result<HttpResponse, HttpFailure>;
  using Credentials = AwsCredentialSource::Credentials;

  [[nodiscard]] static std::string endpoint(const AwsKmsOptions& options,
                                            const AwsEnvironment& environment);
  // The JSON of a success. Asked again with other credentials, or with AWS's time, if these were
  // why it failed.
  [[nodiscard]] ProviderResult<Answer> ask(const std::string& operation, const SecretBytes& body,
                                           Deadline deadline);
  [[nodiscard]] Response send(const std::string& operation, const SecretBytes& body,
                              const AwsCredentials& credentials, Deadline deadline);
  // Whether the clock was corrected by what the answer says.
  [[nodiscard]] bool correct_time(const HttpResponse& response);
  [[nodiscard]] ProviderResult<PublicKey> read_key(Deadline deadline) override;

  const AwsKmsOptions options_;
  const std::string url_;
  const std::unique_ptr<HttpClient> http_;
  CallClock& clock_;
  AwsCredentialSource source_;
  // AWS's time less ours.
  std::atomic<std::int64_t> ahead_seconds_ = 0;
};

std::string AwsKmsBackend::endpoint(const AwsKmsOptions& options,
                                    const AwsEnvironment& environment) {
  std::string url = options.endpoint;
  for (const char* name : {"AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL"}) {
    url = url.empty() ? environment(name).value_or("") : url;
  }
  if (url.empty()) {
    url = "https://" + aws_host("kms", options.region);
  }
  return url.ends_with('/') ? url : url + "/";
}

AwsKmsBackend::Response AwsKmsBackend::send(const std::string& operation, const SecretBytes& body,
                                            const AwsCredentials& credentials, Deadline deadline) {
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.url = url_;
  request.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                     {"X-Amz-Target", "TrentService." + operation}};
  request.body = SecretBytes::copy_of(body.view());
  const WallSeconds time = clock_.wall_now() + std::chrono::seconds(ahead_seconds_);
  sign_v4(request, credentials, {options_.region, "kms"}, time);
  return http_->send(request, deadline);
}

bool AwsKmsBackend::correct_time(const HttpResponse& response) {
  const auto theirs = from_http_date(response.header("date").value_or(""));
  if (!theirs) {
    return false;
  }
  const auto ahead = *theirs - clock_.wall_now();
  const auto change = ahead - std::chrono::seconds(ahead_seconds_);
  // A smaller difference is none that AWS would refuse.
  if (std::chrono::abs(change) < kAwsSkewMin) {
    return false;
  }
  ahead_seconds_ = ahead.count();
  return true;
}

ProviderResult<AwsKmsBackend::Answer> AwsKmsBackend::ask(const std::string& operation,
                                                         const SecretBytes& body,
                                                         Deadline deadline) {
  auto credentials = source_.credentials(deadline);
  if (credentials.has_error()) {
    return credentials.error();
  }
  Response response = send(operation, body, **credentials, deadline);
  if (response && response->status != 200) {
    const AwsError error = aws_error(*response);
    if (may_be_about_time(error) && correct_time(*response)) {
      response = send(operation, body, **credentials, deadline);
    } else if (is_about_credentials(error)) {
      if (const auto others = source_.others(*credentials, deadline)) {
        response = send(operation, body, **others, deadline);
      }
    }
  }
  if (response.has_error()) {
    ProviderFailure failure = to_provider_failure(response.error());
    failure.reason = url_ + ": " + failure.reason;
    return failure;
  }
  if (response->status != 200) {
    return aws_failure("AWS KMS " + operation, *response);
  }
  auto json = JsonAnswer::parse(response->body.view());
  if (json == nullptr) {
    return wrong("AWS KMS " + operation + ": the answer is malformed");
  }
  return json;
}

ProviderResult<PublicKey> AwsKmsBackend::read_key(Deadline deadline) {
  JsonBody body;
  body.text("KeyId", options_.key_id);
  const auto answer = ask("GetPublicKey", body.take(), deadline);
  return answer ? aws_public_key(**answer) : ProviderResult<PublicKey>(answer.error());
}

ProviderResult<void> AwsKmsBackend::check_endpoint() const {
  const auto url = parse_http_url(url_);
  return url && url->target == "/" ? ProviderResult<void>()
                                   : refused("the endpoint " + url_ + " is no https://HOST");
}

ProviderResult<Signature> AwsKmsBackend::ask_signature(ByteView message, Deadline deadline) {
  const bool is_p256 = public_key().algorithm == SignatureAlgorithm::EcdsaP256Sha256;
  const bool as_digest = is_p256 && !options_.sends_messages;
  JsonBody body;
  body.text("KeyId", options_.key_id);
  body.text("Message", as_digest ? to_base64(sha256(message)) : to_base64(message));
  body.text("MessageType", as_digest ? "DIGEST" : "RAW");
  body.text("SigningAlgorithm", is_p256 ? "ECDSA_SHA_256" : "ED25519_SHA_512");
  const auto answer = ask("Sign", body.take(), deadline);
  return answer ? aws_signature(public_key().algorithm, **answer)
                : ProviderResult<Signature>(answer.error());
}

ProviderResult<Bytes> AwsKmsBackend::ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                              Deadline deadline) {
  JsonBody body;
  std::string text = to_base64(plaintext.view());
  body.text("KeyId", options_.wrapping_key_id).text("Plaintext", text);
  body.object("EncryptionContext", kContextName, to_hex(context));
  wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  const auto answer = ask("Encrypt", body.take(), deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  auto blob = from_base64((*answer)->text({"CiphertextBlob"}).value_or("?"));
  if (!blob) {
    return wrong("AWS KMS Encrypt: the answer holds no ciphertext");
  }
  return *std::move(blob);
}

ProviderResult<SecretBytes> AwsKmsBackend::ask_unwrap(ByteView blob, const Hash32& context,
                                                      Deadline deadline) {
  JsonBody body;
  // The key is named, so that no other that happens to be allowed is used.
  body.text("KeyId", options_.wrapping_key_id).text("CiphertextBlob", to_base64(blob));
  body.object("EncryptionContext", kContextName, to_hex(context));
  const auto answer = ask("Decrypt", body.take(), deadline);
  if (answer.has_error()) {
    return answer.error();
  }
  auto plaintext = from_base64((*answer)->text({"Plaintext"}).value_or("?"));
  if (!plaintext) {
    return wrong("AWS KMS Decrypt: the answer holds no plaintext");
  }
  auto secret = SecretBytes::copy_of(*plaintext);
  wipe(*plaintext);
  return secret;
}

}  // namespace

ProviderResult<std::unique_ptr<KeyBackend>> open_aws_kms_backend(const AwsKmsOptions& options,
                                                                 AwsSurroundings surroundings,
                                                                 Deadline deadline) {
  auto backend = std::make_unique<AwsKmsBackend>(options, std::move(surroundings));
  VS_RETURN_IF_ERROR(backend->check_endpoint());
  return learned(std::move(backend), deadline);
}

ProviderResult<std::unique_ptr<KeyBackend>> open_aws_kms_backend(const AwsKmsOptions& options,
                                                                 Deadline deadline) {
  AwsSurroundings surroundings;
  surroundings.http = make_curl_client({options.ca_file, options.proxy, options.connections_max});
  surroundings.environment = process_environment();
  surroundings.clock = &system_call_clock();
  return open_aws_kms_backend(options, std::move(surroundings), deadline);
}

}  // namespace vitalstream::crypto::provider
