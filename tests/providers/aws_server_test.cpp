// The provider `aws_kms` with servers that stand in for AWS, each for what it is true to:
// LocalStack for what DIGEST, RAW, contexts and disabled keys mean; moto in strict mode for
// signatures, session tokens and policies; moto for the roles of machines and web identities.
// scripts/test-providers starts them and says where they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <stdexcept>

#include "crypto/provider/aws/aws_kms_backend.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/http/json_answer.hpp"
#include "crypto/provider/key_provider.hpp"
#include "crypto/provider/random.hpp"
#include "tests/support/temp_directory.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using Environment = std::map<std::string, std::string>;

constexpr const char* kRegion = "us-east-1";

Deadline soon() { return std::chrono::steady_clock::now() + 20s; }

std::string from_script(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) {
    throw std::runtime_error(std::string(name) + " is not set: run scripts/test-providers");
  }
  return value;
}

AwsEnvironment environment_of(const Environment& variables) {
  return [variables](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  };
}

// What an administrator asks KMS; throws unless it succeeds.
std::unique_ptr<JsonAnswer> administer(const std::string& endpoint, const Environment& variables,
                                       const std::string& operation, const std::string& json) {
  const auto http = make_curl_client({});
  CallClock& clock = system_call_clock();
  AwsCredentialSource source(kRegion, environment_of(variables), *http, clock);
  HttpRequest request;
  request.method = HttpMethod::Post;
  request.url = endpoint + "/";
  request.headers = {{"Content-Type", "application/x-amz-json-1.1"},
                     {"X-Amz-Target", "TrentService." + operation}};
  request.body = SecretBytes::copy_of(as_bytes(json));
  sign_v4(request, **source.credentials(soon()), {kRegion, "kms"}, clock.wall_now());
  const auto response = http->send(request, soon());
  if (!response || response->status != 200) {
    throw std::runtime_error(
        operation + ": " +
        (response ? std::string(as_text(response->body.view())) : response.error().reason));
  }
  return JsonAnswer::parse(response->body.view());
}

class AwsServer : public ::testing::Test {
 protected:
  AwsServer(std::string endpoint, Environment variables)
      : endpoint_(std::move(endpoint)), variables_(std::move(variables)) {}

  void SetUp() override {
    options_.region = kRegion;
    options_.endpoint = endpoint_;
    options_.key_id = make_key(R"({"KeyUsage":"SIGN_VERIFY","KeySpec":"ECC_NIST_P256"})");
    options_.wrapping_key_id = make_key("{}");
  }
  std::unique_ptr<JsonAnswer> ask(const std::string& operation, const std::string& json) {
    return administer(endpoint_, variables_, operation, json);
  }
  std::string make_key(const std::string& json) {
    return std::string(ask("CreateKey", json)->text({"KeyMetadata", "KeyId"}).value_or(""));
  }
  ProviderResult<std::unique_ptr<KeyProvider>> try_open() {
    AwsSurroundings surroundings;
    surroundings.http = make_curl_client({});
    surroundings.environment = environment_of(variables_);
    surroundings.clock = &system_call_clock();
    auto backend = open_aws_kms_backend(options_, std::move(surroundings), soon());
    if (backend.has_error()) {
      return backend.error();
    }
    return std::make_unique<KeyProvider>(*std::move(backend));
  }
  std::unique_ptr<KeyProvider> open() {
    auto provider = try_open();
    EXPECT_TRUE(provider.has_value()) << provider.error().reason;
    return provider ? *std::move(provider) : nullptr;
  }
  static ProviderResult<Signature> sign(KeyProvider& provider) {
    return provider.sign(provider.public_key().algorithm, as_bytes("vote"), soon());
  }
  void expect_refused(const std::string& word) {
    const auto provider = try_open();
    ASSERT_TRUE(provider.has_error());
    EXPECT_EQ(provider.error().error, ProviderError::Refused) << provider.error().reason;
    EXPECT_THAT(provider.error().reason, HasSubstr(word));
  }

  const std::string endpoint_;
  Environment variables_;
  AwsKmsOptions options_;
};

class LocalStack : public AwsServer {
 protected:
  LocalStack()
      : AwsServer(from_script("VITALSTREAM_LOCALSTACK"),
                  {{"AWS_ACCESS_KEY_ID", "test"}, {"AWS_SECRET_ACCESS_KEY", "test"}}) {}
};

TEST_F(LocalStack, SignsDigestsAndMessages) {
  for (const bool sends_messages : {false, true}) {
    options_.sends_messages = sends_messages;
    const auto provider = open();
    ASSERT_NE(provider, nullptr);
    for (int i = 0; i < 10; ++i) {
      const auto signature = sign(*provider);
      ASSERT_TRUE(signature.has_value()) << signature.error().reason;
    }
  }
}

TEST_F(LocalStack, AKeyMayBeNamedByItsAlias) {
  ask("CreateAlias", R"({"AliasName":"alias/validator","TargetKeyId":")" + options_.key_id + "\"}");
  options_.key_id = "alias/validator";
  const auto provider = open();
  ASSERT_NE(provider, nullptr);
  EXPECT_TRUE(sign(*provider).has_value());
  ask("DeleteAlias", R"({"AliasName":"alias/validator"})");
}

TEST_F(LocalStack, WrapsAndBindsTheContext) {
  const auto provider = open();
  ASSERT_NE(provider, nullptr);
  const SecretBytes key = random_secret(32);
  const auto blob = provider->wrap(key, as_bytes("chain 1"), soon());
  ASSERT_TRUE(blob.has_value()) << blob.error().reason;
  const auto back = provider->unwrap(*blob, as_bytes("chain 1"), soon());
  ASSERT_TRUE(back.has_value()) << back.error().reason;
  EXPECT_TRUE(equal_secrets(back->view(), key.view()));
  const auto other = provider->unwrap(*blob, as_bytes("chain 2"), soon());
  ASSERT_TRUE(other.has_error());
  EXPECT_EQ(other.error().error, ProviderError::Wrong) << other.error().reason;
}

TEST_F(LocalStack, ADisabledKeyIsRefusedAndSignsAgainWhenEnabled) {
  const auto provider = open();
  ASSERT_NE(provider, nullptr);
  const std::string key = R"({"KeyId":")" + options_.key_id + "\"}";
  ask("DisableKey", key);
  const auto refusal = sign(*provider);
  ask("EnableKey", key);
  ASSERT_TRUE(refusal.has_error());
  EXPECT_EQ(refusal.error().error, ProviderError::Refused) << refusal.error().reason;
  EXPECT_THAT(refusal.error().reason, HasSubstr("DisabledException"));
  EXPECT_TRUE(sign(*provider).has_value());
}

TEST_F(LocalStack, AMissingKeyIsRefused) {
  options_.key_id = "00000000-0000-0000-0000-000000000000";
  expect_refused("NotFoundException");
}

TEST_F(LocalStack, AKeyOfAnotherCurveOrUseIsRefused) {
  options_.key_id = make_key(R"({"KeyUsage":"SIGN_VERIFY","KeySpec":"ECC_NIST_P384"})");
  expect_refused("neither of spec");
  options_.key_id = make_key("{}");
  EXPECT_TRUE(try_open().has_error());
}

class MotoStrict : public AwsServer {
 protected:
  MotoStrict()
      : AwsServer(from_script("VITALSTREAM_MOTO_STRICT"),
                  {{"AWS_ACCESS_KEY_ID", from_script("VITALSTREAM_MOTO_KEY_ID")},
                   {"AWS_SECRET_ACCESS_KEY", from_script("VITALSTREAM_MOTO_SECRET")}}) {
    // It hashes whatever it gets.
    options_.sends_messages = true;
  }
};

TEST_F(MotoStrict, AcceptsOurSignatures) {
  const auto provider = open();
  ASSERT_NE(provider, nullptr);
  for (int i = 0; i < 10; ++i) {
    const auto signature = sign(*provider);
    ASSERT_TRUE(signature.has_value()) << signature.error().reason;
  }
  const auto blob = provider->wrap(random_secret(32), as_bytes("c"), soon());
  ASSERT_TRUE(blob.has_value()) << blob.error().reason;
  EXPECT_TRUE(provider->unwrap(*blob, as_bytes("c"), soon()).has_value());
}

TEST_F(MotoStrict, AcceptsTheSessionTokenOfARoleAndNoOther) {
  variables_ = {{"AWS_ACCESS_KEY_ID", from_script("VITALSTREAM_MOTO_SESSION_ID")},
                {"AWS_SECRET_ACCESS_KEY", from_script("VITALSTREAM_MOTO_SESSION_SECRET")},
                {"AWS_SESSION_TOKEN", from_script("VITALSTREAM_MOTO_SESSION_TOKEN")}};
  const auto provider = open();
  ASSERT_NE(provider, nullptr);
  EXPECT_TRUE(sign(*provider).has_value());
  variables_["AWS_SESSION_TOKEN"] = "another";
  EXPECT_EQ(try_open().error().error, ProviderError::Refused);
}

TEST_F(MotoStrict, AnotherSecretIsRefused) {
  variables_["AWS_SECRET_ACCESS_KEY"] = "another";
  expect_refused("SignatureDoesNotMatch");
}

TEST_F(MotoStrict, AnUnknownKeyIdIsRefused) {
  variables_["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE";
  EXPECT_EQ(try_open().error().error, ProviderError::Refused);
}

TEST_F(MotoStrict, APolicyThatForbidsIsRefused) {
  variables_ = {{"AWS_ACCESS_KEY_ID", from_script("VITALSTREAM_MOTO_STRANGER_ID")},
                {"AWS_SECRET_ACCESS_KEY", from_script("VITALSTREAM_MOTO_STRANGER_SECRET")}};
  expect_refused("AccessDenied");
}

class Moto : public AwsServer {
 protected:
  Moto()
      : AwsServer(from_script("VITALSTREAM_MOTO"),
                  {{"AWS_ACCESS_KEY_ID", "test"}, {"AWS_SECRET_ACCESS_KEY", "test"}}) {
    options_.sends_messages = true;
  }

  vitalstream::testing::TempDirectory folder_;
};

TEST_F(Moto, TheRoleOfAMachineSigns) {
  variables_ = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint_}};
  const auto provider = open();
  ASSERT_NE(provider, nullptr);
  EXPECT_TRUE(sign(*provider).has_value());
}

TEST_F(Moto, AWebIdentityIsExchangedForARole) {
  variables_ = {{"AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/validator"},
                {"AWS_WEB_IDENTITY_TOKEN_FILE", folder_.write("jwt", "ey.jwt.x").string()},
                {"AWS_ENDPOINT_URL_STS", endpoint_}};
  const auto provider = open();
  ASSERT_NE(provider, nullptr);
  EXPECT_TRUE(sign(*provider).has_value());
}

}  // namespace
}  // namespace vitalstream::crypto::provider
