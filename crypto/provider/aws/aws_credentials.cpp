#include "crypto/provider/aws/aws_credentials.hpp"

#include <cstdlib>
#include <utility>

#include "crypto/provider/aws/aws_answers.hpp"
#include "crypto/provider/aws/aws_error.hpp"
#include "crypto/provider/http/form_encoding.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/secret_reference.hpp"

namespace vitalstream::crypto::provider {
namespace {

constexpr std::string_view kContainerHost = "http://169.254.170.2";
constexpr std::string_view kMachineHost = "http://169.254.169.254";
constexpr std::string_view kRolePath = "/latest/meta-data/iam/security-credentials/";

ProviderResult<std::string> read_text(const std::string& path, std::string_view what) {
  const auto reference = SecretReference::parse("file:" + path);
  const auto secret = read_secret(reference.value_or(SecretReference()));
  if (secret.has_error()) {
    return refused("AWS credentials: " + std::string(what) + " " + path + ": " +
                   std::string(to_string(secret.error())));
  }
  return std::string(as_text(secret->view()));
}

std::string without_last_slash(std::string text) {
  if (text.ends_with('/')) {
    text.pop_back();
  }
  return text;
}

}  // namespace

AwsEnvironment process_environment() {
  return [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
  };
}

bool AwsCredentialSource::is_due(const AwsCredentials& credentials) const {
  return credentials.ends && clock_.wall_now() + kAwsRenewBefore >= *credentials.ends;
}

bool AwsCredentialSource::is_over(const AwsCredentials& credentials) const {
  return credentials.ends && clock_.wall_now() >= *credentials.ends;
}

AwsCredentialSource::Credentials AwsCredentialSource::current() const {
  const std::lock_guard lock(mutex_);
  return credentials_;
}

ProviderResult<AwsCredentialSource::Credentials> AwsCredentialSource::credentials(
    Deadline deadline) {
  const Credentials known = current();
  if (known != nullptr && !is_due(*known)) {
    return known;
  }
  if (known != nullptr && !is_over(*known)) {
    const std::unique_lock lock(fetch_mutex_, std::try_to_lock);
    if (lock.owns_lock() && clock_.now() >= next_fetch_) {
      static_cast<void>(renew(deadline));
    }
    return current();
  }
  const std::lock_guard lock(fetch_mutex_);
  const Credentials meanwhile = current();
  if (meanwhile != nullptr && !is_over(*meanwhile)) {
    return meanwhile;
  }
  return renew(deadline);
}

ProviderResult<AwsCredentialSource::Credentials> AwsCredentialSource::others(
    const Credentials& refused_ones, Deadline deadline) {
  const std::lock_guard lock(fetch_mutex_);
  const Credentials meanwhile = current();
  if (meanwhile != refused_ones) {
    return meanwhile;
  }
  if (clock_.now() < next_fetch_) {
    return refused("AWS credentials: there are no others yet");
  }
  auto fresh = renew(deadline);
  if (fresh && (*fresh)->access_key_id == refused_ones->access_key_id) {
    return refused("AWS credentials: there are no others");
  }
  return fresh;
}

// With `fetch_mutex_` held.
ProviderResult<AwsCredentialSource::Credentials> AwsCredentialSource::renew(Deadline deadline) {
  next_fetch_ = clock_.now() + kAwsFetchPause;
  auto found = fetch(deadline);
  if (found.has_error()) {
    return found.error();
  }
  auto fresh = std::make_shared<const AwsCredentials>(*std::move(found));
  const std::lock_guard lock(mutex_);
  credentials_ = fresh;
  return Credentials(fresh);
}

AwsCredentialSource::Found AwsCredentialSource::fetch(Deadline deadline) {
  if (environment_("AWS_ACCESS_KEY_ID")) {
    return from_environment();
  }
  if (environment_("AWS_WEB_IDENTITY_TOKEN_FILE")) {
    return from_web_identity(deadline);
  }
  if (const auto path = environment_("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) {
    return from_container(std::string(kContainerHost) + *path, deadline);
  }
  if (const auto url = environment_("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
    return from_container(*url, deadline);
  }
  if (environment_("AWS_EC2_METADATA_DISABLED") == "true") {
    return refused("AWS credentials: none in the environment, and IMDS is switched off");
  }
  return from_machine(deadline);
}

AwsCredentialSource::Found AwsCredentialSource::from_environment() const {
  const auto secret = environment_("AWS_SECRET_ACCESS_KEY");
  if (!secret) {
    return refused("AWS credentials: AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not");
  }
  return AwsCredentials{
      *environment_("AWS_ACCESS_KEY_ID"), SecretBytes::copy_of(as_bytes(*secret)),
      SecretBytes::copy_of(as_bytes(environment_("AWS_SESSION_TOKEN").value_or(""))), std::nullopt};
}

AwsCredentialSource::Found AwsCredentialSource::from_web_identity(Deadline deadline) {
  const auto role = environment_("AWS_ROLE_ARN");
  if (!role) {
    return refused("AWS credentials: AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not");
  }
  const auto token = read_text(*environment_("AWS_WEB_IDENTITY_TOKEN_FILE"), "the web identity");
  if (token.has_error()) {
    return token.error();
  }
  const std::string session = environment_("AWS_ROLE_SESSION_NAME").value_or("vitalstream");
  const std::string form =
      "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=" + form_encoded(*role) +
      "&RoleSessionName=" + form_encoded(session) + "&WebIdentityToken=" + form_encoded(*token);
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.url =
      without_last_slash(
          environment_("AWS_ENDPOINT_URL_STS").value_or("https://" + aws_host("sts", region_))) +
      "/";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = SecretBytes::copy_of(as_bytes(form));
  const auto response = http_.send(request, deadline);
  if (response.has_error()) {
    return to_provider_failure(response.error());
  }
  if (response->status != 200) {
    return aws_failure("AWS STS", *response);
  }
  return credentials_in_xml(response->body.view());
}

AwsCredentialSource::Found AwsCredentialSource::from_container(const std::string& url,
                                                               Deadline deadline) {
  HttpRequest request;
  request.url = url;
  std::optional<std::string> token = environment_("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  if (const auto file = environment_("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    auto text = read_text(*file, "the container's token");
    if (text.has_error()) {
      return text.error();
    }
    token = *std::move(text);
  }
  if (token) {
    request.headers.push_back({"Authorization", *token});
  }
  const auto response = http_.send(request, deadline);
  if (response.has_error()) {
    return to_provider_failure(response.error());
  }
  if (response->status != 200) {
    return aws_failure("AWS container credentials", *response);
  }
  return credentials_in_json(response->body.view());
}

ProviderResult<std::string> AwsCredentialSource::machine_answer(const HttpRequest& request,
                                                                Deadline deadline) {
  const auto response = http_.send(request, deadline);
  if (response.has_error()) {
    ProviderFailure failure = to_provider_failure(response.error());
    failure.reason = "AWS credentials: none in the environment, and IMDS: " + failure.reason;
    return failure;
  }
  if (response->status != 200) {
    return aws_failure("AWS IMDS", *response);
  }
  return std::string(as_text(response->body.view()));
}

AwsCredentialSource::Found AwsCredentialSource::from_machine(Deadline deadline) {
  const std::string host = without_last_slash(
      environment_("AWS_EC2_METADATA_SERVICE_ENDPOINT").value_or(std::string(kMachineHost)));
  HttpRequest ask;
  ask.method = HttpMethod::Put;
  ask.url = host + "/latest/api/token";
  ask.headers = {{"X-aws-ec2-metadata-token-ttl-seconds", "300"}};
  const auto token = machine_answer(ask, deadline);
  if (token.has_error()) {
    return token.error();
  }
  HttpRequest get;
  get.headers = {{"X-aws-ec2-metadata-token", *token}};
  get.url = host + std::string(kRolePath);
  const auto role = machine_answer(get, deadline);
  if (role.has_error()) {
    return role.error();
  }
  if (!is_role_name(*role)) {
    return refused("AWS credentials: this machine has no role");
  }
  get.url += *role;
  const auto answer = machine_answer(get, deadline);
  return answer ? credentials_in_json(as_bytes(*answer)) : Found(answer.error());
}

}  // namespace vitalstream::crypto::provider
