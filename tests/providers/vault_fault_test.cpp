// The fault matrix of the provider `vault`, against a strict fake.
#include <thread>

#include "base/base64url.hpp"
#include "crypto/provider/base64.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/provider/vault/vault_backend.hpp"
#include "tests/providers/fake_vault.hpp"
#include "tests/providers/remote_fixture.hpp"

namespace vitalstream::crypto::provider {
namespace {

using vitalstream::testing::FakeVault;
using vitalstream::testing::vault_error;

class VaultTest : public ::testing::TestWithParam<SignatureAlgorithm>, public RemoteProviderTest {
 protected:
  VaultTest() { use({server_.url()}); }

  void use(std::vector<std::string> addresses) {
    options_.addresses = std::move(addresses);
    options_.key = "validator";
    options_.wrapping_key = "wrapping";
    options_.key_version = 2;
    options_.token = *SecretReference::parse("file:" + folder_.write("token", "s.root\n").string());
  }
  void use_app_role() {
    options_.auth = VaultAuth::AppRole;
    options_.role = "validator";
    options_.secret_id =
        *SecretReference::parse("file:" + folder_.write("secret", "s3cret").string());
  }
  Opened try_open() override {
    return open_vault_backend(options_, make_curl_client({.ca_file = options_.ca_file}), clock_,
                              open_deadline());
  }
  Interceptor& interceptor() override { return vault_.intercept; }
  [[nodiscard]] bool asks_for(const FakeRequest& request,
                              const std::string& operation) const override {
    return request.target.find("/" + operation + "/") != std::string::npos;
  }

  FakeVault vault_{GetParam()};
  FakeHttpServer server_{[this](const FakeRequest& request) { return vault_.answer(request); }};
  VaultOptions options_;
};

INSTANTIATE_TEST_SUITE_P(Algorithms, VaultTest,
                         ::testing::Values(SignatureAlgorithm::Ed25519,
                                           SignatureAlgorithm::EcdsaP256Sha256),
                         [](const auto& instance) {
                           return instance.param == SignatureAlgorithm::Ed25519 ? "Ed25519"
                                                                                : "P256";
                         });

TEST_P(VaultTest, SignsWithThePinnedVersion) {
  open();
  EXPECT_EQ(provider_->public_key(), vault_.keys[1].public_key());
  EXPECT_TRUE(sign().has_value());
  options_.key_version = 1;
  open();
  EXPECT_EQ(provider_->public_key(), vault_.keys[0].public_key());
  EXPECT_TRUE(sign().has_value());
}

TEST_P(VaultTest, WrapsAndBindsTheContext) {
  open();
  const SecretBytes key = random_secret(32);
  const auto blob = provider_->wrap(key, as_bytes("chain 1"), clock_.now() + 3s);
  ASSERT_TRUE(blob.has_value()) << blob.error().reason;
  const auto back = provider_->unwrap(*blob, as_bytes("chain 1"), clock_.now() + 3s);
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(equal_secrets(back->view(), key.view()));
  EXPECT_EQ(error_of(provider_->unwrap(*blob, as_bytes("chain 2"), clock_.now() + 3s)),
            ProviderError::Wrong);
  EXPECT_EQ(error_of(provider_->unwrap(as_bytes("garbage"), {}, clock_.now() + 3s)),
            ProviderError::Wrong);
}

FakeReply with_signature(const std::string& text) {
  return {.body = R"({"data":{"signature":")" + text + R"("}})"};
}

Faults transit_faults() {
  using enum ProviderError;
  return {{"throttled", {.status = 429, .headers = {{"retry-after", "1"}}}, Unavailable},
          {"standby of disaster recovery", {.status = 472}, Unavailable},
          {"performance standby", {.status = 473}, Unavailable},
          {"sealed", vault_error(503, "Vault is sealed"), Unavailable},
          {"internal error of Vault", vault_error(500, "internal error"), Unavailable},
          {"not yet replicated", {.status = 412}, Unavailable},
          {"retired version",
           vault_error(500, "requested version for signing is less than the minimum"), Refused},
          {"missing key", vault_error(400, "signing key not found"), Refused},
          {"missing mount", vault_error(404, "no handler for route"), Refused},
          {"policy", vault_error(403, "permission denied"), Refused},
          {"an array", {.body = "[]"}, Wrong},
          {"no signature", {.body = R"({"data":{}})"}, Wrong},
          {"signature is a number", {.body = R"({"data":{"signature":7}})"}, Wrong},
          {"another version", with_signature("vault:v1:AAAA"), Wrong},
          {"no prefix", with_signature("AAAA"), Wrong},
          {"malformed base64", with_signature("vault:v2:@@@@"), Wrong},
          {"short signature", with_signature("vault:v2:AAAA"), Wrong},
          {"forged signature", with_signature("vault:v2:" + std::string(86, 'B')), Wrong}};
}

TEST_P(VaultTest, EachFaultOfSigningHasItsOutcome) {
  expect_outcomes("sign", joined(http_faults(), transit_faults()));
}

TEST_P(VaultTest, EachFaultOfHttpHasItsOutcomeElsewhere) {
  expect_http_outcomes({.open = "keys", .wrap = "encrypt", .unwrap = "decrypt"});
}

TEST_P(VaultTest, AFaultThatPassesIsNotNoticed) {
  expect_that_passing_faults_pass("sign", joined(http_faults(), transit_faults()));
}

TEST_P(VaultTest, AnotherKeysSignatureIsWrong) {
  open();
  const Signature signature = another_keys_signature();
  const bool is_p256 = GetParam() == SignatureAlgorithm::EcdsaP256Sha256;
  answer("sign",
         with_signature("vault:v2:" + (is_p256 ? to_base64url(signature) : to_base64(signature))));
  EXPECT_EQ(error_of(sign()), ProviderError::Wrong);
}

TEST_P(VaultTest, AServerThatIsNotTrustedIsRefused) {
  const vitalstream::testing::TestCa authority("Fake Vault");
  const FakeHttpServer tls([this](const FakeRequest& request) { return vault_.answer(request); },
                           authority.issue("localhost"));
  use({tls.url()});
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
  options_.ca_file = folder_.write("ca.pem", authority.certificate_pem());
  EXPECT_TRUE(try_open().has_value());
}

TEST_P(VaultTest, TheNextServerIsAskedWhenOneIsNotInService) {
  FakeReply out_of_service = vault_error(503, "Vault is sealed");
  unsigned asked = 0;
  const FakeHttpServer sealed([&](const FakeRequest&) {
    ++asked;
    return out_of_service;
  });
  use({sealed.url(), "http://localhost:1", server_.url()});
  open();
  EXPECT_GT(asked, 0U);
  asked = 0;
  for (const int status : {429, 472, 473, 503, 502}) {
    out_of_service.status = status;
    EXPECT_TRUE(sign().has_value()) << status;
  }
  EXPECT_EQ(asked, 0U) << "the one that answered last is asked first";
}

TEST_P(VaultTest, AllServersAwayIsUnavailableAndNamesOne) {
  open();
  use({"http://localhost:1", "http://localhost:2"});
  const auto opened = try_open();
  EXPECT_EQ(error_of(opened), ProviderError::Unavailable);
  EXPECT_THAT(opened.error().reason, HasSubstr("http://localhost:"));
}

TEST_P(VaultTest, ARevokedTokenIsExchangedByLoggingInAgain) {
  use_app_role();
  open();
  EXPECT_EQ(vault_.logins, 1U);
  vault_.valid_tokens.clear();
  EXPECT_TRUE(sign().has_value());
  EXPECT_EQ(vault_.logins, 2U);
}

TEST_P(VaultTest, APolicyThatForbidsIsNotAnsweredWithAStormOfLogins) {
  use_app_role();
  open();
  answer("sign", vault_error(403, "permission denied"));
  for (int i = 0; i < 10; ++i) {
    const auto signature = sign();
    EXPECT_EQ(error_of(signature), ProviderError::Refused);
    EXPECT_THAT(signature.error().reason, HasSubstr("permission denied"));
  }
  EXPECT_EQ(vault_.logins, 2U);
}

TEST_P(VaultTest, ATokenFileIsReadAgainWhenTheTokenIsNoLongerAccepted) {
  open();
  vault_.valid_tokens = {"s.next"};
  EXPECT_EQ(error_of(sign()), ProviderError::Refused) << "the agent has not been there yet";
  folder_.write("token", "s.next\n");
  clock_.ahead += 10s;
  EXPECT_TRUE(sign().has_value());
}

TEST_P(VaultTest, RenewsAtTwoThirdsOfTheLease) {
  use_app_role();
  open();
  clock_.ahead += 2399s;
  ASSERT_TRUE(sign().has_value());
  EXPECT_EQ(vault_.renewals, 0U);
  clock_.ahead += 2s;
  ASSERT_TRUE(sign().has_value());
  EXPECT_EQ(vault_.renewals, 1U);
  ASSERT_TRUE(sign().has_value());
  EXPECT_EQ(vault_.renewals, 1U);
  EXPECT_EQ(vault_.logins, 1U);
}

TEST_P(VaultTest, LogsInAgainWhenRenewingGivesNoMoreTime) {
  use_app_role();
  open();
  clock_.ahead += 2401s;
  // Near the greatest age.
  vault_.lease_seconds = 600;
  ASSERT_TRUE(sign().has_value());
  EXPECT_EQ(vault_.logins, 2U);
}

TEST_P(VaultTest, ATokenThatCannotBeRenewedIsExchangedInTime) {
  vault_.renewable = false;
  use_app_role();
  open();
  clock_.ahead += 2401s;
  ASSERT_TRUE(sign().has_value());
  EXPECT_EQ(vault_.renewals, 0U);
  EXPECT_EQ(vault_.logins, 2U);
}

TEST_P(VaultTest, AFailedRenewalCostsNothingWhileTheTokenIsGood) {
  use_app_role();
  open();
  vault_.intercept = [](const FakeRequest& request) -> std::optional<FakeReply> {
    const bool is_auth = request.target.starts_with("/v1/auth/");
    return is_auth ? std::optional(vault_error(500, "internal error")) : std::nullopt;
  };
  clock_.ahead += 2401s;
  EXPECT_TRUE(sign().has_value());
  clock_.ahead += 3600s;
  EXPECT_EQ(error_of(sign()), ProviderError::Unavailable) << "now it is over";
  vault_.intercept = nullptr;
  EXPECT_TRUE(sign().has_value());
}

TEST_P(VaultTest, LogsInWithAKubernetesServiceAccount) {
  options_.auth = VaultAuth::Kubernetes;
  options_.role = "validator";
  options_.jwt_file = folder_.write("jwt", "ey.jwt");
  open();
  EXPECT_TRUE(sign().has_value());
  folder_.write("jwt", "ey.other");
  vault_.jwt = "ey.other";
  vault_.valid_tokens.clear();
  EXPECT_TRUE(sign().has_value()) << "the cluster has exchanged the account's token";
}

TEST_P(VaultTest, ARefusedLoginIsRefusedInVaultsWords) {
  use_app_role();
  vault_.secret_id = "another";
  const auto opened = try_open();
  EXPECT_EQ(error_of(opened), ProviderError::Refused);
  EXPECT_THAT(opened.error().reason, HasSubstr("invalid role or secret ID"));
}

TEST_P(VaultTest, ALoginAnswerWithoutAUsableTokenIsWrong) {
  use_app_role();
  for (const char* body : {"{}", R"({"auth":{"client_token":""}})", "[]",
                           R"({"auth":{"client_token":"a\r\nX-Evil: b"}})"}) {
    vault_.intercept = [body](const FakeRequest&) { return FakeReply{.body = body}; };
    EXPECT_EQ(error_of(try_open()), ProviderError::Wrong) << body;
  }
}

TEST_P(VaultTest, ANamespaceIsSentWithEveryCall) {
  vault_.vault_namespace = "hospital/a";
  EXPECT_EQ(error_of(try_open()), ProviderError::Refused);
  options_.vault_namespace = "hospital/a";
  open();
  EXPECT_TRUE(sign().has_value());
}

TEST_P(VaultTest, AVersionThatIsNotThereIsRefused) {
  options_.key_version = 3;
  const auto opened = try_open();
  EXPECT_EQ(error_of(opened), ProviderError::Refused);
  EXPECT_THAT(opened.error().reason, HasSubstr("no version 3"));
}

TEST_P(VaultTest, AMalformedPublicKeyIsWrong) {
  for (const char* key :
       {R"({"data":{"type":"ed25519","keys":{"2":{"public_key":"AAAA"}}}})",
        R"({"data":{"type":"ecdsa-p256","keys":{"2":{"public_key":"-----BEGIN"}}}})"}) {
    vault_.intercept = [key](const FakeRequest& request) {
      const bool is_key = request.target.find("/keys/") != std::string::npos;
      return is_key ? std::optional(FakeReply{.body = key}) : std::nullopt;
    };
    EXPECT_EQ(error_of(try_open()), ProviderError::Wrong);
  }
}

TEST_P(VaultTest, HealthTellsOfASealedServer) {
  open();
  EXPECT_TRUE(provider_->health(clock_.now() + 1s).has_value());
  vault_.intercept = [](const FakeRequest&) { return vault_error(503, "Vault is sealed"); };
  const auto health = provider_->health(clock_.now() + 1s);
  EXPECT_EQ(error_of(health), ProviderError::Unavailable);
  EXPECT_THAT(health.error().reason, HasSubstr("sealed"));
}

TEST_P(VaultTest, ManyThreadsShareOneLogin) {
  use_app_role();
  open();
  vault_.valid_tokens.clear();
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { good += sign().has_value() ? 1 : 0; });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(good, 8);
  EXPECT_EQ(vault_.logins, 2U);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
