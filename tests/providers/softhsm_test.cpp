// The provider `pkcs11` with a real token: SoftHSM2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/open_provider.hpp"
#include "crypto/provider/pkcs11/cryptoki.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/verify.hpp"
#include "tests/providers/soft_token.hpp"

namespace vitalstream::crypto::provider {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using vitalstream::testing::SoftToken;

Deadline soon() { return std::chrono::steady_clock::now() + 10s; }

class SoftHsm : public ::testing::Test {
 protected:
  // The module may have been initialised for the token of the test before.
  void SetUp() override {
    const auto cryptoki = Cryptoki::load(vitalstream::testing::kSoftHsmModule);
    ASSERT_TRUE(cryptoki.has_value()) << cryptoki.error().reason;
    ASSERT_TRUE((*cryptoki)->restart((*cryptoki)->generation(), soon()).has_value());
  }

  std::unique_ptr<KeyProvider> opened(const Pkcs11Options& options) {
    auto provider = open_provider(options);
    EXPECT_TRUE(provider.has_value()) << provider.error().reason;
    return provider ? *std::move(provider) : nullptr;
  }
  static ProviderFailure refusal(const Pkcs11Options& options) {
    const auto provider = open_provider(options);
    EXPECT_TRUE(provider.has_error());
    return provider.has_error() ? provider.error() : ProviderFailure{};
  }

  SoftToken token_;
};

class SoftHsmKeys : public SoftHsm, public ::testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Keys, SoftHsmKeys, ::testing::Values("p256", "ed25519"),
                         [](const auto& instance) { return std::string(instance.param); });

ProviderResult<Signature> sign(KeyProvider& provider, std::string_view message,
                               Deadline deadline = soon()) {
  return provider.sign(provider.public_key().algorithm, as_bytes(message), deadline);
}

TEST_P(SoftHsmKeys, SignsInTheCanonicalForm) {
  const auto provider = opened(token_.options(GetParam()));
  ASSERT_NE(provider, nullptr);
  for (int i = 0; i < 50; ++i) {
    const std::string message = "vote " + std::to_string(i);
    const auto signature = sign(*provider, message);
    ASSERT_TRUE(signature.has_value()) << signature.error().reason;
    EXPECT_TRUE(verify(provider->public_key(), as_bytes(message), *signature));
    EXPECT_TRUE(provider->public_key().algorithm == SignatureAlgorithm::Ed25519 ||
                is_low_s(*signature));
  }
}

TEST_P(SoftHsmKeys, SignsTheEmptyMessageAndTheLargest) {
  const auto provider = opened(token_.options(GetParam()));
  ASSERT_NE(provider, nullptr);
  EXPECT_TRUE(sign(*provider, "").has_value());
  EXPECT_TRUE(sign(*provider, std::string(4096, 'x')).has_value());
}

TEST_P(SoftHsmKeys, SignsFromManyThreads) {
  Pkcs11Options options = token_.options(GetParam());
  options.sessions_max = 3;
  const auto provider = opened(options);
  ASSERT_NE(provider, nullptr);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        good += sign(*provider, std::to_string(t * 100 + i)).has_value() ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(good, 160);
}

TEST_P(SoftHsmKeys, ReturnsByItselfWhenTheTokenDoes) {
  const auto provider = opened(token_.options(GetParam()));
  ASSERT_NE(provider, nullptr);
  ASSERT_TRUE(sign(*provider, "before").has_value());
  token_.remove();
  const auto away = sign(*provider, "away", std::chrono::steady_clock::now() + 200ms);
  ASSERT_TRUE(away.has_error());
  EXPECT_EQ(away.error().error, ProviderError::Unavailable) << away.error().reason;
  token_.put_back();
  const auto back = sign(*provider, "back");
  EXPECT_TRUE(back.has_value()) << back.error().reason;
}

TEST_P(SoftHsmKeys, UnderLoadATokenPulledAndReturnedCostsOnlyTheMeantime) {
  const auto provider = opened(token_.options(GetParam()));
  ASSERT_NE(provider, nullptr);
  std::atomic<bool> stop = false;
  std::atomic<int> good = 0;
  std::atomic<int> odd = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto signature = sign(*provider, "vote", std::chrono::steady_clock::now() + 300ms);
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
    const Deadline deadline = soon();
    while (good < seen + 20 && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(1ms);
    }
    return good >= seen + 20;
  };
  EXPECT_TRUE(wait_for_more());
  for (int round = 0; round < 3; ++round) {
    token_.remove();
    EXPECT_TRUE(sign(*provider, "x", std::chrono::steady_clock::now() + 400ms).has_error());
    token_.put_back();
    EXPECT_TRUE(wait_for_more());
  }
  stop = true;
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(odd, 0);
}

TEST_F(SoftHsm, WrapsWithBothMechanisms) {
  for (const auto wrapping : {TokenWrapping::AesGcm, TokenWrapping::AesKeyWrap}) {
    Pkcs11Options options = token_.options();
    options.wrapping = wrapping;
    const auto provider = opened(options);
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
}

TEST_F(SoftHsm, EveryChangedByteOfAWrappedKeyIsFound) {
  for (const auto wrapping : {TokenWrapping::AesGcm, TokenWrapping::AesKeyWrap}) {
    Pkcs11Options options = token_.options();
    options.wrapping = wrapping;
    const auto provider = opened(options);
    ASSERT_NE(provider, nullptr);
    const auto blob = provider->wrap(random_secret(32), as_bytes("c"), soon());
    ASSERT_TRUE(blob.has_value());
    for (std::size_t i = 0; i < blob->size(); ++i) {
      Bytes changed = *blob;
      changed[i] ^= 0x20;
      const auto back = provider->unwrap(changed, as_bytes("c"), soon());
      ASSERT_TRUE(back.has_error()) << i;
      EXPECT_EQ(back.error().error, ProviderError::Wrong) << i << " " << back.error().reason;
    }
    for (std::size_t size = 1; size < blob->size(); ++size) {
      const auto back = provider->unwrap(ByteView(*blob).first(size), as_bytes("c"), soon());
      ASSERT_TRUE(back.has_error()) << size;
      EXPECT_EQ(back.error().error, ProviderError::Wrong) << size << " " << back.error().reason;
    }
  }
}

TEST_F(SoftHsm, AKeyThatEitherMechanismWrappedIsUnwrappedWhicheverIsConfigured) {
  Pkcs11Options options = token_.options();
  options.wrapping = TokenWrapping::AesKeyWrap;
  const auto older = opened(options);
  options.wrapping = TokenWrapping::Automatic;
  const auto newer = opened(options);
  ASSERT_TRUE(older != nullptr && newer != nullptr);
  const auto blob = older->wrap(random_secret(32), as_bytes("c"), soon());
  ASSERT_TRUE(blob.has_value());
  EXPECT_TRUE(newer->unwrap(*blob, as_bytes("c"), soon()).has_value());
}

TEST_F(SoftHsm, WithoutAWrappingKeyItDoesNotWrap) {
  Pkcs11Options options = token_.options();
  options.wrapping_key.clear();
  const auto provider = opened(options);
  ASSERT_NE(provider, nullptr);
  EXPECT_FALSE(provider->capabilities().can_wrap);
}

TEST_F(SoftHsm, AWrongPinIsRefused) {
  Pkcs11Options options = token_.options();
  options.pin = *SecretReference::parse("file:" + token_.write("wrong", "9999").string());
  const ProviderFailure failure = refusal(options);
  EXPECT_EQ(failure.error, ProviderError::Refused);
  EXPECT_THAT(failure.reason, HasSubstr("C_Login"));
}

TEST_F(SoftHsm, ThePinMayComeFromTheEnvironmentOrTheUri) {
  Pkcs11Options options = token_.options();
  setenv("VITALSTREAM_TEST_PIN", "5678", 1);
  options.pin = *SecretReference::parse("env:VITALSTREAM_TEST_PIN");
  EXPECT_NE(opened(options), nullptr);
  const std::string file = token_.write("pin2", "5678").string();
  options.pin = {};
  for (const std::string& source : {file, "file:" + file}) {
    options.key = "pkcs11:token=chain;object=p256?pin-source=" + source;
    EXPECT_NE(opened(options), nullptr);
  }
}

TEST_F(SoftHsm, TheModuleMayComeFromTheUri) {
  Pkcs11Options options = token_.options();
  options.module.clear();
  options.key += std::string("?module-path=") + vitalstream::testing::kSoftHsmModule;
  EXPECT_NE(opened(options), nullptr);
}

TEST_F(SoftHsm, AKeyMayBeNamedByItsId) {
  Pkcs11Options options = token_.options();
  options.key = "pkcs11:token=chain;id=%02";
  const auto provider = opened(options);
  ASSERT_NE(provider, nullptr);
  EXPECT_EQ(provider->public_key().algorithm, SignatureAlgorithm::Ed25519);
}

struct Mistake {
  const char* name;
  std::function<void(Pkcs11Options&)> make;
  const char* reason;
};

TEST_F(SoftHsm, MistakesInTheConfigurationAreRefusedInWords) {
  const Mistake mistakes[] = {
      {"module missing", [](auto& o) { o.module = "/nowhere/module.so"; }, "/nowhere/module.so"},
      {"library, no module", [](auto& o) { o.module = "libyaml-cpp.so.0.7"; }, "no PKCS#11 module"},
      {"no module", [](auto& o) { o.module.clear(); }, "keys.pkcs11.module"},
      {"no PIN", [](auto& o) { o.pin = {}; }, "keys.pkcs11.pin"},
      {"PIN file missing", [](auto& o) { o.pin = *SecretReference::parse("file:/nowhere/pin"); },
       "there is no such file"},
      {"no such key", [](auto& o) { o.key = "pkcs11:token=chain;object=nobody"; },
       "no private key"},
      {"a secret key", [](auto& o) { o.key = "pkcs11:token=chain;object=aes"; }, "no private key"},
      {"two keys", [](auto& o) { o.key = "pkcs11:token=chain;object=twice"; }, "add id="},
      {"P-384", [](auto& o) { o.key = "pkcs11:token=chain;object=p384"; }, "neither a P-256"},
      {"no such wrapping key", [](auto& o) { o.wrapping_key = "pkcs11:token=chain;object=x"; },
       "no secret key"},
      {"wrapping key elsewhere", [](auto& o) { o.wrapping_key = "pkcs11:token=y;object=aes"; },
       "another token"},
      {"PIN in the URI", [](auto& o) { o.key += "?pin-value=5678"; }, "does not belong"},
      {"no URI", [](auto& o) { o.key = "chain/p256"; }, "key URI"}};
  for (const Mistake& mistake : mistakes) {
    Pkcs11Options options = token_.options();
    mistake.make(options);
    const ProviderFailure failure = refusal(options);
    EXPECT_EQ(failure.error, ProviderError::Refused) << mistake.name;
    EXPECT_THAT(failure.reason, HasSubstr(mistake.reason)) << mistake.name;
    EXPECT_THAT(failure.reason, ::testing::Not(HasSubstr("5678"))) << mistake.name;
  }
}

}  // namespace
}  // namespace vitalstream::crypto::provider
