#pragma once
// AzureTest: the provider `azure_key_vault` and a fake Azure behind TLS, for the fault matrices.

#include "crypto/provider/azure/azure_key_vault_backend.hpp"
#include "crypto/provider/http/curl_client.hpp"
#include "crypto/provider/random.hpp"
#include "tests/providers/fake_azure.hpp"
#include "tests/providers/remote_fixture.hpp"
#include "tests/support/test_pki.hpp"

namespace vitalstream::crypto::provider {

using vitalstream::testing::FakeAzure;
using vitalstream::testing::kFakeLoginHost;
using vitalstream::testing::kFakeVaultHost;
using vitalstream::testing::vault_error;

inline vitalstream::testing::PemPair certificate_by(const vitalstream::testing::TestCa& authority) {
  vitalstream::testing::LeafOptions names;
  names.dns_names = {kFakeVaultHost, kFakeLoginHost, "localhost"};
  return authority.issue(names);
}

class AzureTest : public ::testing::Test, public RemoteProviderTest {
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
  Opened try_open() override {
    return open_azure_key_vault_backend(options_, make_curl_client({options_.ca_file}), clock_,
                                        open_deadline());
  }
  Interceptor& interceptor() override { return azure_.intercept; }
  // A part of its path.
  [[nodiscard]] bool asks_for(const FakeRequest& request,
                              const std::string& operation) const override {
    return request.target.find(operation) != std::string::npos;
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
  AzureKeyVaultOptions options_;
};

}  // namespace vitalstream::crypto::provider
