// The provider `vault` with a real Vault over TLS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "crypto/provider/open_provider.hpp"
#include "crypto/provider/random.hpp"
#include "tests/providers/vault_server.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using vitalstream::testing::VaultServer;

Deadline in(Milliseconds time) { return std::chrono::steady_clock::now() + time; }

class Vault : public ::testing::TestWithParam<const char*> {
 protected:
  // One server for all; each test leaves it running and unsealed.
  static void SetUpTestSuite() { server_ = new VaultServer(); }
  static void TearDownTestSuite() {
    delete server_;
    server_ = nullptr;
  }

  std::unique_ptr<KeyProvider> opened(const VaultOptions& options) {
    auto provider = open_provider(options);
    EXPECT_TRUE(provider.has_value()) << provider.error().reason;
    return provider ? *std::move(provider) : nullptr;
  }
  static ProviderResult<Signature> sign(KeyProvider& provider, Milliseconds time = 10s) {
    return provider.sign(provider.public_key().algorithm, as_bytes("vote"), in(time));
  }

  static VaultServer* server_;
};

VaultServer* Vault::server_ = nullptr;

INSTANTIATE_TEST_SUITE_P(Keys, Vault, ::testing::Values("p256", "ed25519"),
                         [](const auto& instance) { return std::string(instance.param); });

TEST_P(Vault, SignsWithEitherVersionAndWraps) {
  for (const std::uint64_t version : {1U, 2U}) {
    VaultOptions options = server_->options(GetParam());
    options.key_version = version;
    const auto provider = opened(options);
    ASSERT_NE(provider, nullptr);
    for (int i = 0; i < 20; ++i) {
      const auto signature = sign(*provider);
      ASSERT_TRUE(signature.has_value()) << signature.error().reason;
    }
    const SecretBytes key = random_secret(32);
    const auto blob = provider->wrap(key, as_bytes("chain 1"), in(5s));
    ASSERT_TRUE(blob.has_value()) << blob.error().reason;
    const auto back = provider->unwrap(*blob, as_bytes("chain 1"), in(5s));
    ASSERT_TRUE(back.has_value()) << back.error().reason;
    EXPECT_TRUE(equal_secrets(back->view(), key.view()));
  }
}

TEST_P(Vault, AnotherContextOrAChangedByteIsWrong) {
  const auto provider = opened(server_->options(GetParam()));
  ASSERT_NE(provider, nullptr);
  const auto blob = provider->wrap(random_secret(32), as_bytes("chain 1"), in(5s));
  ASSERT_TRUE(blob.has_value());
  const auto other = provider->unwrap(*blob, as_bytes("chain 2"), in(5s));
  ASSERT_TRUE(other.has_error());
  EXPECT_EQ(other.error().error, ProviderError::Wrong) << other.error().reason;
  for (std::size_t i = 0; i < blob->size(); i += 7) {
    Bytes changed = *blob;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto back = provider->unwrap(changed, as_bytes("chain 1"), in(5s));
    ASSERT_TRUE(back.has_error()) << i;
    EXPECT_EQ(back.error().error, ProviderError::Wrong) << i << " " << back.error().reason;
  }
}

TEST_P(Vault, AppRoleNeedsNoMoreThanTheDocumentedPolicy) {
  const auto provider = opened(server_->app_role_options(GetParam()));
  ASSERT_NE(provider, nullptr);
  EXPECT_TRUE(sign(*provider).has_value());
}

TEST_P(Vault, AKubernetesServiceAccountLogsIn) {
  const auto provider = opened(server_->kubernetes_options(GetParam()));
  ASSERT_NE(provider, nullptr);
  EXPECT_TRUE(sign(*provider).has_value());
}

TEST_P(Vault, AShortLeaseIsRenewedAndOutlived) {
  // Tokens of three seconds.
  const auto provider = opened(server_->app_role_options(GetParam()));
  ASSERT_NE(provider, nullptr);
  const Deadline end = in(7s);
  while (std::chrono::steady_clock::now() < end) {
    const auto signature = sign(*provider);
    ASSERT_TRUE(signature.has_value()) << signature.error().reason;
    std::this_thread::sleep_for(100ms);
  }
}

TEST_P(Vault, ARevokedTokenIsFollowedByAnotherLogin) {
  const auto provider = opened(server_->app_role_options(GetParam()));
  ASSERT_NE(provider, nullptr);
  server_->call("sys/leases/revoke-prefix/auth/approle/login");
  const auto signature = sign(*provider);
  EXPECT_TRUE(signature.has_value()) << signature.error().reason;
}

TEST_P(Vault, ATokenThatAnAgentExchangesIsReadAgain) {
  VaultOptions options = server_->options(GetParam());
  const std::string first = server_->make_token("1h");
  options.token = *SecretReference::parse("file:" + server_->write("agent", first).string());
  const auto provider = opened(options);
  ASSERT_NE(provider, nullptr);
  server_->call("auth/token/revoke", R"({"token":")" + first + R"("})");
  static_cast<void>(server_->write("agent", server_->make_token("1h")));
  const auto signature = sign(*provider);
  EXPECT_TRUE(signature.has_value()) << signature.error().reason;
}

TEST_P(Vault, SealedItIsUnavailableAndUnsealedItSignsAgain) {
  const auto provider = opened(server_->options(GetParam()));
  ASSERT_NE(provider, nullptr);
  server_->seal();
  const auto sealed = sign(*provider, 300ms);
  EXPECT_TRUE(sealed.has_error());
  EXPECT_EQ(sealed.error().error, ProviderError::Unavailable);
  EXPECT_THAT(sealed.error().reason, HasSubstr("sealed"));
  EXPECT_TRUE(provider->health(in(2s)).has_error());
  server_->unseal();
  EXPECT_TRUE(sign(*provider).has_value());
}

TEST_P(Vault, RestartedUnderLoadItCostsOnlyTheMeantime) {
  const auto provider = opened(server_->options(GetParam()));
  ASSERT_NE(provider, nullptr);
  std::atomic<bool> stop = false;
  std::atomic<int> good = 0;
  std::atomic<int> odd = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto signature = sign(*provider, 300ms);
        if (signature) {
          ++good;
        } else if (signature.error().error != ProviderError::Unavailable) {
          ++odd;
        }
      }
    });
  }
  const auto wait_for_more = [&] {
    const int seen = good;
    for (const Deadline end = in(20s);
         good < seen + 20 && std::chrono::steady_clock::now() < end;) {
      std::this_thread::sleep_for(5ms);
    }
    return good >= seen + 20;
  };
  EXPECT_TRUE(wait_for_more());
  server_->stop();
  EXPECT_TRUE(sign(*provider, 300ms).has_error());
  server_->start();
  server_->unseal();
  EXPECT_TRUE(wait_for_more());
  stop = true;
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(odd, 0);
}

TEST_P(Vault, AServerWithAnotherCertificateIsRefused) {
  VaultOptions options = server_->options(GetParam());
  options.ca_file =
      server_->write("other.pem", vitalstream::testing::TestCa("other").certificate_pem());
  const auto provider = open_provider(options);
  ASSERT_TRUE(provider.has_error());
  EXPECT_EQ(provider.error().error, ProviderError::Refused);
  EXPECT_THAT(provider.error().reason, HasSubstr("certificate"));
}

TEST_P(Vault, MistakesAreRefusedInVaultsWords) {
  VaultOptions missing = server_->options("nobody");
  VaultOptions newer = server_->options(GetParam());
  newer.key_version = 9;
  VaultOptions forbidden = server_->app_role_options(GetParam());
  forbidden.mount = "elsewhere";
  VaultOptions other_type = server_->options("aes");
  for (const VaultOptions& options : {missing, newer, forbidden, other_type}) {
    const auto provider = open_provider(options);
    ASSERT_TRUE(provider.has_error());
    EXPECT_EQ(provider.error().error, ProviderError::Refused) << provider.error().reason;
  }
}

TEST_P(Vault, ARetiredVersionIsRefusedAndCountsAsTheDisabledKey) {
  VaultOptions options = server_->options(GetParam());
  options.key_version = 1;
  const auto provider = opened(options);
  ASSERT_NE(provider, nullptr);
  const std::string config = std::string("transit/keys/") + GetParam() + "/config";
  server_->call(config, R"({"min_encryption_version":2})");
  const auto retired = sign(*provider);
  server_->call(config, R"({"min_encryption_version":0})");
  ASSERT_TRUE(retired.has_error());
  EXPECT_EQ(retired.error().error, ProviderError::Refused) << retired.error().reason;
  EXPECT_TRUE(sign(*provider).has_value());
}

}  // namespace
}  // namespace vitalstream::crypto::provider
