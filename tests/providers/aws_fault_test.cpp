// The fault matrix of the provider `aws_kms`, against a strict fake.
#include <map>

#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/aws/aws_kms_backend.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/random.hpp"
#include "tests/providers/fake_aws.hpp"
#include "tests/providers/remote_fixture.hpp"

namespace vitalstream::crypto::provider {
namespace {

using vitalstream::testing::FakeAws;
using vitalstream::testing::kms_error;

class AwsTest : public ::testing::TestWithParam<SignatureAlgorithm>, public RemoteProviderTest {
 protected:
  AwsTest() {
    options_.region = "us-east-1";
    options_.key_id = "alias/validator";
    options_.wrapping_key_id = "alias/wrapping";
    options_.endpoint = server_.url();
    environment_ = {{"AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "secret"}};
  }
  Opened try_open() override {
    AwsSurroundings surroundings;
    surroundings.http = make_curl_client({.ca_file = options_.ca_file});
    surroundings.environment = [this](const char* name) -> std::optional<std::string> {
      const auto found = environment_.find(name);
      return found == environment_.end() ? std::nullopt : std::optional(found->second);
    };
    surroundings.clock = &clock_;
    return open_aws_kms_backend(options_, std::move(surroundings), open_deadline());
  }
  Interceptor& interceptor() override { return aws_.intercept; }
  [[nodiscard]] bool asks_for(const FakeRequest& request,
                              const std::string& operation) const override {
    const auto target = request.headers.find("x-amz-target");
    return target != request.headers.end() && target->second == "TrentService." + operation;
  }

  FakeAws aws_{GetParam()};
  FakeHttpServer server_{[this](const FakeRequest& request) { return aws_.answer(request); }};
  std::map<std::string, std::string> environment_;
  AwsKmsOptions options_;
};

INSTANTIATE_TEST_SUITE_P(Algorithms, AwsTest,
                         ::testing::Values(SignatureAlgorithm::Ed25519,
                                           SignatureAlgorithm::EcdsaP256Sha256),
                         [](const auto& instance) {
                           return instance.param == SignatureAlgorithm::Ed25519 ? "Ed25519"
                                                                                : "P256";
                         });

TEST_P(AwsTest, SignsAndWraps) {
  open();
  EXPECT_EQ(provider_->public_key(), aws_.key.public_key());
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(sign().has_value());
  }
  const SecretBytes key = random_secret(32);
  const auto blob = provider_->wrap(key, as_bytes("chain 1"), clock_.now() + 3s);
  ASSERT_TRUE(blob.has_value()) << blob.error().reason;
  const auto back = provider_->unwrap(*blob, as_bytes("chain 1"), clock_.now() + 3s);
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(equal_secrets(back->view(), key.view()));
  EXPECT_EQ(error_of(provider_->unwrap(*blob, as_bytes("chain 2"), clock_.now() + 3s)),
            ProviderError::Wrong);
}

FakeReply with_signature(const std::string& text) {
  return {.body = R"({"Signature":")" + text + R"("})"};
}

Faults kms_faults() {
  using enum ProviderError;
  return {{"throttled", kms_error("ThrottlingException"), Unavailable},
          {"internal error of KMS", kms_error("KMSInternalException", 500), Unavailable},
          {"dependency", kms_error("DependencyTimeoutException", 503), Unavailable},
          {"disabled key", kms_error("DisabledException"), Refused},
          {"key to be deleted", kms_error("KMSInvalidStateException"), Refused},
          {"missing key", kms_error("NotFoundException"), Refused},
          {"policy", kms_error("AccessDeniedException"), Refused},
          {"wrong usage", kms_error("InvalidKeyUsageException"), Refused},
          {"denied in XML",
           {.status = 403, .body = "<R><Code>AccessDenied</Code><Message>no</Message></R>"},
           Refused},
          {"no signature", {.body = "{}"}, Wrong},
          {"signature is a number", {.body = R"({"Signature":7})"}, Wrong},
          {"malformed base64", with_signature("@@@@"), Wrong},
          {"short signature", with_signature("AAAA"), Wrong},
          {"forged signature", with_signature(std::string(86, 'B') + "=="), Wrong},
          {"forged DER",
           with_signature("MEUCIQDPz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/PzwIgDw8PDw8PDw8PDw8PDw8P"
                          "Dw8PDw8PDw8PDw8PDw8PDw8="),
           Wrong}};
}

TEST_P(AwsTest, EachFaultOfSigningHasItsOutcome) {
  expect_outcomes("Sign", joined(http_faults(), kms_faults()));
}

TEST_P(AwsTest, EachFaultOfHttpHasItsOutcomeElsewhere) {
  expect_http_outcomes({.open = "GetPublicKey", .wrap = "Encrypt", .unwrap = "Decrypt"});
}

TEST_P(AwsTest, AFaultThatPassesIsNotNoticed) {
  expect_that_passing_faults_pass("Sign", joined(http_faults(), kms_faults()));
}

TEST_P(AwsTest, AnotherKeysSignatureIsWrong) {
  open();
  const Signature signature = another_keys_signature();
  const bool is_p256 = GetParam() == SignatureAlgorithm::EcdsaP256Sha256;
  answer("Sign", with_signature(to_base64(is_p256 ? p256_signature_to_der(signature) : signature)));
  EXPECT_EQ(error_of(sign()), ProviderError::Wrong);
}

TEST_P(AwsTest, AServerThatIsNotTrustedIsRefused) {
  const vitalstream::testing::TestCa authority("Fake AWS");
  const FakeHttpServer tls([this](const FakeRequest& request) { return aws_.answer(request); },
                           authority.issue("localhost"));
  options_.endpoint = tls.url();
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
  options_.ca_file = folder_.write("ca.pem", authority.certificate_pem());
  EXPECT_TRUE(try_open().has_value());
}

TEST_P(AwsTest, ADisabledKeyIsRefusedAtStartAndInService) {
  open();
  aws_.key_is_enabled = false;
  EXPECT_EQ(error_of(sign()), ProviderError::Refused);
  EXPECT_EQ(error_of(provider_->health(clock_.now() + 1s)), ProviderError::Refused);
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
  aws_.key_is_enabled = true;
  EXPECT_TRUE(sign().has_value());
}

TEST_P(AwsTest, AClockThatIsOffIsCorrectedByTheDateOfTheAnswer) {
  for (const auto off : {3600s, -3600s, 400s}) {
    clock_.wrong_by = off;
    open();
    EXPECT_TRUE(sign().has_value()) << off.count();
  }
}

TEST_P(AwsTest, AClockThatIsSetRightInServiceIsFollowed) {
  open();
  clock_.wrong_by = 7200s;
  EXPECT_TRUE(sign().has_value());
  clock_.wrong_by = 0s;
  EXPECT_TRUE(sign().has_value());
}

TEST_P(AwsTest, ASignatureThatIsWrongForAnotherReasonIsRefusedAndNotRepeated) {
  open();
  unsigned asked = 0;
  aws_.intercept = [&](const FakeRequest&) {
    ++asked;
    return kms_error("InvalidSignatureException");
  };
  EXPECT_EQ(error_of(sign()), ProviderError::Refused);
  EXPECT_EQ(asked, 1U);
}

TEST_P(AwsTest, ExpiredCredentialsAreExchangedWithinTheCall) {
  environment_ = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", server_.url() + "/container"}};
  open();
  EXPECT_TRUE(sign().has_value());
  aws_.valid_keys.clear();
  clock_.ahead += 20s;
  EXPECT_TRUE(sign().has_value());
  EXPECT_EQ(aws_.issued, 2U);
}

TEST_P(AwsTest, ExpiredCredentialsOfTheEnvironmentAreRefused) {
  open();
  aws_.valid_keys.clear();
  const auto signature = sign();
  EXPECT_EQ(error_of(signature), ProviderError::Refused);
  EXPECT_THAT(signature.error().reason, HasSubstr("ExpiredTokenException"));
}

TEST_P(AwsTest, AWebIdentityBecomesARole) {
  environment_ = {{"AWS_ROLE_ARN", "arn:aws:iam::1:role/validator"},
                  {"AWS_WEB_IDENTITY_TOKEN_FILE", folder_.write("jwt", "ey.web").string()},
                  {"AWS_ENDPOINT_URL_STS", server_.url()}};
  open();
  EXPECT_TRUE(sign().has_value());
  environment_["AWS_WEB_IDENTITY_TOKEN_FILE"] = folder_.write("other", "ey.other").string();
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
}

TEST_P(AwsTest, AContainersTokenIsShown) {
  aws_.container_token = "pod";
  environment_ = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", server_.url() + "/container"},
                  {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "pod"}};
  open();
  EXPECT_TRUE(sign().has_value());
}

TEST_P(AwsTest, AMachinesRoleIsReadWithItsToken) {
  environment_ = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", server_.url()}};
  open();
  EXPECT_TRUE(sign().has_value());
}

TEST_P(AwsTest, CredentialsAreRenewedBeforeTheyEnd) {
  aws_.credentials_end = "2020-01-01T00:00:00Z";
  environment_ = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", server_.url() + "/container"}};
  open();
  ASSERT_TRUE(sign().has_value());
  EXPECT_GE(aws_.issued, 2U) << "they had ended when they came";
}

TEST_P(AwsTest, AnEndpointOfTheEnvironmentIsUsedAndAMistakenOneRefused) {
  options_.endpoint.clear();
  environment_["AWS_ENDPOINT_URL_KMS"] = server_.url();
  open();
  EXPECT_TRUE(sign().has_value());
  for (const char* url : {"ftp://kms", "https://kms.example/path", "http://kms.example"}) {
    environment_["AWS_ENDPOINT_URL_KMS"] = url;
    EXPECT_EQ(error_of(try_open()), ProviderError::Refused) << url;
  }
}

TEST_P(AwsTest, AKeyThatIsNotForSigningIsRefused) {
  answer("GetPublicKey", {.body = R"({"KeyUsage":"ENCRYPT_DECRYPT","PublicKey":"AAAA"})"});
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
  answer("GetPublicKey", {.body = R"({"KeyUsage":"SIGN_VERIFY","PublicKey":"@"})"});
  EXPECT_EQ(error_of(try_open()), ProviderError::Wrong);
}

TEST_P(AwsTest, MessagesInPlaceOfDigestsSignTheSame) {
  options_.sends_messages = true;
  open();
  EXPECT_TRUE(sign().has_value());
}

}  // namespace
}  // namespace vitalstream::crypto::provider
