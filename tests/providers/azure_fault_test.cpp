// The fault matrix of the keys of `azure_key_vault`, against a strict fake.
#include "base/base64url.hpp"
#include "tests/providers/azure_fixture.hpp"

namespace vitalstream::crypto::provider {
namespace {

TEST_F(AzureTest, SignsAndWraps) {
  open();
  EXPECT_EQ(provider_->public_key(), azure_.key.public_key());
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(sign().has_value());
  }
  const SecretBytes key = random_secret(kWrappedKeyBytesMax);
  const auto blob = provider_->wrap(key, as_bytes("chain 1"), clock_.now() + 3s);
  ASSERT_TRUE(blob.has_value()) << blob.error().reason;
  const auto back = provider_->unwrap(*blob, as_bytes("chain 1"), clock_.now() + 3s);
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(equal_secrets(back->view(), key.view()));
  EXPECT_EQ(error_of(provider_->unwrap(*blob, as_bytes("chain 2"), clock_.now() + 3s)),
            ProviderError::Wrong);
  EXPECT_EQ(azure_.issued, 1U) << "one token does for all of it";
}

FakeReply with(const std::string& value, const std::string& version = FakeAzure::kVersion) {
  return {.body = R"({"kid":"https://contoso.vault.localhost/keys/validator/)" + version +
                  R"(","value":")" + value + R"("})"};
}

Faults vault_faults() {
  using enum ProviderError;
  FakeReply throttled = vault_error(429, "Throttled");
  throttled.headers["retry-after"] = "1";
  const std::string forged = std::string(86, 'A');
  return {{"throttled", throttled, Unavailable},
          {"internal error of the vault", vault_error(500, "InternalServerError"), Unavailable},
          {"disabled key", vault_error(403, "Forbidden", "KeyDisabled"), Refused},
          {"expired key", vault_error(403, "Forbidden", "KeyExpired"), Refused},
          {"no role", vault_error(403, "Forbidden", "ForbiddenByRbac"), Refused},
          {"no access policy", vault_error(403, "Forbidden", "ForbiddenByPolicy"), Refused},
          {"firewall", vault_error(403, "Forbidden", "ForbiddenByFirewall"), Refused},
          {"missing or deleted key", vault_error(404, "KeyNotFound"), Refused},
          {"bad parameter", vault_error(400, "BadParameter"), Refused},
          {"no value", {.body = R"({"kid":"https://v/keys/validator/1"})"}, Wrong},
          {"value is a number", {.body = R"({"kid":7,"value":7})"}, Wrong},
          {"malformed base64", with("@@@@"), Wrong},
          {"padded base64", with(forged + "=="), Wrong},
          {"short signature", with("AAAA"), Wrong},
          {"forged signature", with("B" + std::string(84, 'C') + "A"), Wrong},
          {"signature of zeros", with(forged), Wrong},
          {"another version's signature", with(forged, FakeAzure::kOldVersion), Wrong}};
}

TEST_F(AzureTest, EachFaultOfSigningHasItsOutcome) {
  expect_outcomes("/sign", joined(http_faults(), vault_faults()));
}

TEST_F(AzureTest, EachFaultOfHttpHasItsOutcomeElsewhere) {
  expect_http_outcomes({.open = "/keys/validator/", .wrap = "/wrapkey", .unwrap = "/unwrapkey"});
}

TEST_F(AzureTest, AFaultThatPassesIsNotNoticed) {
  expect_that_passing_faults_pass("/sign", joined(http_faults(), vault_faults()));
}

TEST_F(AzureTest, AnotherKeysSignatureIsWrong) {
  open();
  answer("/sign", with(to_base64url(another_keys_signature())));
  EXPECT_EQ(error_of(sign()), ProviderError::Wrong);
}

TEST_F(AzureTest, AVaultThatThrottlesIsLeftAloneAsLongAsItAsks) {
  auto backend = try_open();
  ASSERT_TRUE(backend.has_value());
  FakeReply throttled = vault_error(429, "Throttled");
  throttled.headers["retry-after"] = "7";
  answer("/sign", throttled);
  const auto signature =
      (*backend)->ask_signature(as_bytes("vote"), std::chrono::steady_clock::now() + 1s);
  ASSERT_EQ(error_of(signature), ProviderError::Unavailable);
  EXPECT_EQ(signature.error().retry_after, 7s);
}

TEST_F(AzureTest, AKeyThatMayNotBeUsedIsRefusedAtStartAndInService) {
  open();
  const auto expect_refused = [&](const char* what) {
    EXPECT_EQ(error_of(sign()), ProviderError::Refused) << what;
    EXPECT_EQ(error_of(provider_->health(clock_.now() + 1s)), ProviderError::Refused) << what;
    EXPECT_EQ(error_of(try_open()), ProviderError::Refused) << what;
  };
  azure_.key_is_enabled = false;
  expect_refused("disabled");
  azure_.key_is_enabled = true;
  azure_.key_expires = 1'700'000'000;
  expect_refused("expired");
  azure_.key_expires = 0;
  azure_.key_begins = 4'000'000'000;
  expect_refused("not active yet");
  azure_.key_begins = 0;
  azure_.may_sign = false;
  expect_refused("not for signing");
  azure_.may_sign = true;
  azure_.key_is_deleted = true;
  expect_refused("deleted");
  azure_.key_is_deleted = false;
  EXPECT_TRUE(sign().has_value());
}

TEST_F(AzureTest, AnExpiredKeyStillOpensTheLedger) {
  open();
  const SecretBytes key = random_secret(32);
  const auto blob = provider_->wrap(key, as_bytes("chain 1"), clock_.now() + 3s);
  ASSERT_TRUE(blob.has_value());
  azure_.key_expires = 1'700'000'000;
  EXPECT_TRUE(provider_->unwrap(*blob, as_bytes("chain 1"), clock_.now() + 3s).has_value());
}

TEST_F(AzureTest, AForgedWrappedKeyIsWrong) {
  open();
  for (const std::size_t size : {1U, 255U, 256U, 4096U}) {
    EXPECT_EQ(error_of(provider_->unwrap(Bytes(size, 0x11), as_bytes("x"), clock_.now() + 3s)),
              ProviderError::Wrong)
        << size;
  }
}

TEST_F(AzureTest, AKeyOfAnotherKindIsRefused) {
  options_.key = "wrapping";
  expect_refusal_at_start("P-256");
  options_.key = "nobody";
  expect_refusal_at_start("KeyNotFound");
}

}  // namespace
}  // namespace vitalstream::crypto::provider
