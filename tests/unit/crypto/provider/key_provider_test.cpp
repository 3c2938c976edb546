#include "crypto/provider/key_provider.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "base/digest.hpp"
#include "base/hex.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/signing_key.hpp"
#include "tests/unit/crypto/provider/scripted_backend.hpp"

namespace vitalstream::crypto::provider {
namespace {

using testing::error_of;
using testing::FakeClock;
using testing::kNever;
using testing::ScriptedBackend;

struct Fake {
  explicit Fake(SignatureAlgorithm algorithm)
      : Fake(std::make_unique<ScriptedBackend>(algorithm)) {}

  FakeClock clock;
  ScriptedBackend& backend;
  KeyProvider provider;

 private:
  explicit Fake(std::unique_ptr<ScriptedBackend> made)
      : backend(*made), provider(std::move(made), {.policy = {}, .clock = &clock}) {}
};

TEST(KeyProvider, RefusesAnAlgorithmThatItsKeyDoesNotHave) {
  Fake fake(SignatureAlgorithm::Ed25519);
  EXPECT_EQ(
      error_of(fake.provider.sign(SignatureAlgorithm::EcdsaP256Sha256, as_bytes("m"), kNever)),
      ProviderError::Refused);
  fake.backend.can.algorithms.clear();
  EXPECT_EQ(error_of(fake.provider.sign(SignatureAlgorithm::Ed25519, as_bytes("m"), kNever)),
            ProviderError::Refused);
  EXPECT_TRUE(fake.backend.last_message.empty());
}

TEST(KeyProvider, HighSAnswerComesOutLow) {
  Fake fake(SignatureAlgorithm::EcdsaP256Sha256);
  // n - s of a low s is high.
  fake.backend.on_sign = [&](ByteView message) -> ProviderResult<Signature> {
    static const Bytes kOrder =
        *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    Signature high = fake.backend.key().sign(message);
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
      const int difference = int{kOrder[i]} - int{high[32 + i]} - borrow;
      borrow = difference < 0 ? 1 : 0;
      high[32 + i] = static_cast<std::uint8_t>(difference & 0xFF);
    }
    EXPECT_FALSE(is_low_s(high));
    return high;
  };
  const auto signature =
      fake.provider.sign(SignatureAlgorithm::EcdsaP256Sha256, as_bytes("m"), kNever);
  ASSERT_TRUE(signature.has_value());
  EXPECT_TRUE(is_low_s(*signature));
}

TEST(KeyProvider, ASignatureThatDoesNotVerifyIsWrong) {
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    Fake fake(algorithm);
    const SigningKey other = *SigningKey::from_secret(algorithm, Bytes(32, 0x43));
    const std::vector<Signature> answers = {{},
                                            Signature(64, 0),
                                            Signature(64, 0xFF),
                                            fake.backend.key().sign(as_bytes("other")),
                                            other.sign(as_bytes("m")),
                                            p256_signature_to_der(Signature(64, 1))};
    for (const Signature& answer : answers) {
      fake.backend.on_sign = [&](ByteView) -> ProviderResult<Signature> { return answer; };
      EXPECT_EQ(error_of(fake.provider.sign(algorithm, as_bytes("m"), kNever)),
                ProviderError::Wrong);
    }
  }
}

TEST(KeyProvider, FailuresPassAsTheyAre) {
  Fake fake(SignatureAlgorithm::Ed25519);
  for (const auto error : {ProviderError::Refused, ProviderError::Unavailable}) {
    fake.backend.on_sign = [&](ByteView) -> ProviderResult<Signature> {
      return ProviderFailure{error, "a reason"};
    };
    const auto result = fake.provider.sign(SignatureAlgorithm::Ed25519, as_bytes("m"), kNever);
    EXPECT_EQ(error_of(result), error);
    EXPECT_EQ(result.error().reason, "a reason");
  }
}

TEST(KeyProvider, ComparesTheContextEvenIfTheProviderIgnoresIt) {
  Fake fake(SignatureAlgorithm::Ed25519);
  const SecretBytes key = random_secret(32);
  const auto blob = fake.provider.wrap(key, as_bytes("one"), kNever);
  ASSERT_TRUE(blob.has_value());
  const auto unwrapped = fake.provider.unwrap(*blob, as_bytes("one"), kNever);
  ASSERT_TRUE(unwrapped.has_value());
  EXPECT_TRUE(equal_secrets(unwrapped->view(), key.view()));
  EXPECT_EQ(error_of(fake.provider.unwrap(*blob, as_bytes("other"), kNever)), ProviderError::Wrong);
}

TEST(KeyProvider, ImpossibleSizesOfAnswersAreWrong) {
  Fake fake(SignatureAlgorithm::Ed25519);
  fake.backend.blob_bytes_added = kWrappedBlobBytesMax;
  EXPECT_EQ(error_of(fake.provider.wrap(random_secret(32), as_bytes("c"), kNever)),
            ProviderError::Wrong);
  EXPECT_EQ(error_of(fake.provider.unwrap(Bytes(kWrappedBlobBytesMax + 1), as_bytes("c"), kNever)),
            ProviderError::Wrong);
  for (const std::size_t size : {std::size_t{0}, kDigestBytes, kWrappedKeyBytesMax + 33}) {
    fake.backend.on_unwrap = [&](ByteView) -> ProviderResult<SecretBytes> {
      return SecretBytes(size);
    };
    EXPECT_EQ(error_of(fake.provider.unwrap(Bytes(64), as_bytes("c"), kNever)),
              ProviderError::Wrong);
  }
}

TEST(KeyProvider, WithoutWrappingBothWaysAreRefused) {
  Fake fake(SignatureAlgorithm::Ed25519);
  fake.backend.can.can_wrap = false;
  EXPECT_EQ(error_of(fake.provider.wrap(random_secret(32), {}, kNever)), ProviderError::Refused);
  EXPECT_EQ(error_of(fake.provider.unwrap(Bytes(64), {}, kNever)), ProviderError::Refused);
}

TEST(KeyProvider, HealthIsAskedOnceWhateverItSays) {
  Fake fake(SignatureAlgorithm::Ed25519);
  EXPECT_TRUE(fake.provider.health(kNever).has_value());
  fake.backend.health = unavailable("sealed");
  EXPECT_EQ(error_of(fake.provider.health(kNever)), ProviderError::Unavailable);
  EXPECT_TRUE(fake.clock.slept.empty());
}

TEST(KeyProvider, AWrongAnswerIsNotAskedForAgain) {
  Fake fake(SignatureAlgorithm::Ed25519);
  fake.backend.on_sign = [](ByteView) -> ProviderResult<Signature> { return Signature(64, 0); };
  static_cast<void>(fake.provider.sign(SignatureAlgorithm::Ed25519, as_bytes("m"), kNever));
  EXPECT_EQ(fake.backend.deadlines.size(), 1U);
}

TEST(KeyProvider, AnAttemptThatFailsIsFollowedByAnother) {
  Fake fake(SignatureAlgorithm::Ed25519);
  fake.backend.on_sign = [&](ByteView message) -> ProviderResult<Signature> {
    if (fake.backend.deadlines.size() < 3) {
      return unavailable("throttled");
    }
    return fake.backend.key().sign(message);
  };
  EXPECT_TRUE(fake.provider.sign(SignatureAlgorithm::Ed25519, as_bytes("m"), kNever).has_value());
}

TEST(Probe, SignsSomethingThatNoVoteCanBeAndEachTimeAnother) {
  Fake fake(SignatureAlgorithm::EcdsaP256Sha256);
  ASSERT_TRUE(probe(fake.provider, kNever).has_value());
  const Bytes first = fake.backend.last_message;
  ASSERT_TRUE(probe(fake.provider, kNever).has_value());
  EXPECT_NE(fake.backend.last_message, first);
  EXPECT_TRUE(as_text(first).starts_with("vitalstream key provider probe v1"));
}

TEST(Probe, FailsWhenSigningOrUnwrappingIsWrong) {
  Fake fake(SignatureAlgorithm::Ed25519);
  fake.backend.on_unwrap = [](ByteView) -> ProviderResult<SecretBytes> { return SecretBytes(64); };
  EXPECT_EQ(error_of(probe(fake.provider, kNever)), ProviderError::Wrong);
  fake.backend.can.can_wrap = false;
  EXPECT_TRUE(probe(fake.provider, kNever).has_value());
  fake.backend.on_sign = [](ByteView) -> ProviderResult<Signature> { return Signature(64, 0); };
  EXPECT_EQ(error_of(probe(fake.provider, kNever)), ProviderError::Wrong);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
