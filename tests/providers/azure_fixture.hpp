#pragma once
// AzureTest: the provider `azure_key_vault` and a fake Azure behind TLS, for the fault matrices.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/provider/azure/azure_key_vault_backend.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/key_provider.hpp"
#include "crypto/provider/random.hpp"
#include "tests/providers/fake_azure.hpp"
#include "tests/support/temp_directory.hpp"
#include "tests/support/test_pki.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {

using namespace std::chrono_literals;
using testing::error_of;
using ::testing::HasSubstr;
using vitalstream::testing::FakeAzure;
using vitalstream::testing::FakeHttpServer;
using vitalstream::testing::FakeReply;
using vitalstream::testing::FakeRequest;
using vitalstream::testing::kFakeLoginHost;
using vitalstream::testing::kFakeVaultHost;
using vitalstream::testing::vault_error;

struct Fault {
  const char* name;
  FakeReply reply;
  ProviderError error;
};

// Real, but for the waiting; may be turned forward.
class TurnedClock final : public CallClock {
 public:
  [[nodiscard]] Deadline now() override { return std::chrono::steady_clock::now() + ahead; }
  void sleep_until(Deadline) override {}
  [[nodiscard]] double draw() override { return 0; }
  std::chrono::seconds ahead{0};
};

inline vitalstream::testing::PemPair certificate_by(const vitalstream::testing::TestCa& authority) {
  vitalstream::testing::LeafOptions names;
  names.dns_names = {kFakeVaultHost, kFakeLoginHost, "localhost"};
  return authority.issue(names);
}

class AzureTest : public ::testing::Test {
 protected:
  AzureTest() {
    options_.vault_url = url_of(kFakeVaultHost);
    options_.authority = url_of(kFakeLoginHost);
    options_.metadata_endpoint = url_of("localhost");
    options_.key = "validator";
    options_.key_version = FakeAzure::kVersion;
    options_.wrapping_key = "wrapping";
    options_.wrapping_key_version = FakeAzure::kVersion;
    options_.tenant_id = FakeAzure::kTenant;
    options_.client_id = FakeAzure::kClient;
    options_.client_secret = secret_in("secret", azure_.client_secret);
    options_.ca_file = folder_.write("ca.pem", authority_.certificate_pem());
  }
  std::string url_of(const std::string& host) const {
    const std::string url = server_.url();
    return "https://" + host + url.substr(url.rfind(':'));
  }
  SecretReference secret_in(const std::string& name, const std::string& text) {
    return *SecretReference::parse("file:" + folder_.write(name, text).string());
  }
  ProviderResult<std::unique_ptr<KeyBackend>> try_open() {
    return open_azure_key_vault_backend(options_, make_curl_client({options_.ca_file}), clock_,
                                        std::chrono::steady_clock::now() + 5s);
  }
  void open() {
    auto backend = try_open();
    ASSERT_TRUE(backend.has_value()) << backend.error().reason;
    provider_ = std::make_unique<KeyProvider>(
        *std::move(backend),
        CallSurroundings{.policy = {.attempt_timeout = 500ms,
                                    .attempts_max = 3,
                                    .breaker = {.failures_to_open = 1000, .pause = {}}},
                         .clock = &clock_});
  }
  ProviderResult<Signature> sign() {
    return provider_->sign(SignatureAlgorithm::EcdsaP256Sha256, as_bytes("vote"),
                           clock_.now() + 3s);
  }
  // The next `times` requests whose target holds `part` are answered so.
  void answer(const std::string& part, FakeReply reply, unsigned times = 1'000'000) {
    azure_.intercept = [part, reply, times](const FakeRequest& request) mutable {
      const bool is_it = times > 0 && request.target.find(part) != std::string::npos;
      times -= is_it ? 1 : 0;
      return is_it ? std::optional(reply) : std::nullopt;
    };
  }
  void expect_refusal_at_start(const std::string& reason) {
    const auto opened = try_open();
    ASSERT_EQ(error_of(opened), ProviderError::Refused) << reason;
    EXPECT_THAT(opened.error().reason, HasSubstr(reason));
  }

  FakeAzure azure_;
  vitalstream::testing::TestCa authority_{"Fake Azure"};
  FakeHttpServer server_{[this](const FakeRequest& request) { return azure_.answer(request); },
                         certificate_by(authority_)};
  vitalstream::testing::TempDirectory folder_;
  TurnedClock clock_;
  AzureKeyVaultOptions options_;
  std::unique_ptr<KeyProvider> provider_;
};

}  // namespace vitalstream::crypto::provider
