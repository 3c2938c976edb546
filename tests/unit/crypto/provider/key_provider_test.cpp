#include "crypto/provider/key_provider.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "base/digest.hpp"
#include "base/hex.hpp"
#include "crypto/ecdsa_p256.hpp"
#include "crypto/provider/limits.hpp"
#include "crypto/provider/random.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider {
namespace {

const Deadline kNever = Deadline::max();

SigningKey some_key(SignatureAlgorithm algorithm) {
  return *SigningKey::from_secret(algorithm, Bytes(32, 0x42));
}

// A provider that answers as a test tells it to; left alone it is honest, and its "wrapping" is
// adding a byte.
class ScriptedProvider final : public KeyProvider {
 public:
  explicit ScriptedProvider(SignatureAlgorithm algorithm) : key_(some_key(algorithm)) {}

  [[nodiscard]] std::string_view name() const override { return "scripted"; }
  [[nodiscard]] Capabilities capabilities() const override { return can; }
  [[nodiscard]] const PublicKey& public_key() const override { return key_.public_key(); }
  [[nodiscard]] ProviderResult<void> health(Deadline) override { return {}; }
  [[nodiscard]] const SigningKey& key() const { return key_; }

  Capabilities can{.algorithms = {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256},
                   .can_sign = true,
                   .can_wrap = true};
  std::function<ProviderResult<Signature>(ByteView)> on_sign;
  std::function<ProviderResult<SecretBytes>(ByteView)> on_unwrap;
  std::size_t blob_bytes_added = 1;
  Bytes last_message;

 private:
  ProviderResult<Signature> ask_signature(SignatureAlgorithm, ByteView message, Deadline) override {
    last_message = to_bytes(message);
    return on_sign ? on_sign(message) : key_.sign(message);
  }
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, Deadline) override {
    Bytes blob = to_bytes(plaintext.view());
    blob.resize(blob.size() + blob_bytes_added);
    return blob;
  }
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, Deadline) override {
    if (on_unwrap) {
      return on_unwrap(blob);
    }
    return SecretBytes::copy_of(blob.first(blob.size() - blob_bytes_added));
  }

  SigningKey key_;
};

template <class T>
ProviderError error_of(const ProviderResult<T>& result) {
  EXPECT_TRUE(result.has_error());
  return result.has_error() ? result.error().error : ProviderError{};
}

TEST(KeyProvider, RefusesAnAlgorithmThatItsKeyDoesNotHave) {
  ScriptedProvider provider(SignatureAlgorithm::Ed25519);
  EXPECT_EQ(error_of(provider.sign(SignatureAlgorithm::EcdsaP256Sha256, as_bytes("m"), kNever)),
            ProviderError::Refused);
  provider.can.algorithms.clear();
  EXPECT_EQ(error_of(provider.sign(SignatureAlgorithm::Ed25519, as_bytes("m"), kNever)),
            ProviderError::Refused);
  EXPECT_TRUE(provider.last_message.empty());
}

TEST(KeyProvider, HighSAnswerComesOutLow) {
  ScriptedProvider provider(SignatureAlgorithm::EcdsaP256Sha256);
  // n - s of a low s is high.
  provider.on_sign = [&](ByteView message) -> ProviderResult<Signature> {
    static const Bytes kOrder =
        *from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
    Signature high = provider.key().sign(message);
    int borrow = 0;
    for (std::size_t i = 32; i-- > 0;) {
      const int difference = int{kOrder[i]} - int{high[32 + i]} - borrow;
      borrow = difference < 0 ? 1 : 0;
      high[32 + i] = static_cast<std::uint8_t>(difference & 0xFF);
    }
    EXPECT_FALSE(is_low_s(high));
    return high;
  };
  const auto signature = provider.sign(SignatureAlgorithm::EcdsaP256Sha256, as_bytes("m"), kNever);
  ASSERT_TRUE(signature.has_value());
  EXPECT_TRUE(is_low_s(*signature));
}

TEST(KeyProvider, ASignatureThatDoesNotVerifyIsWrong) {
  for (const auto algorithm : {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256}) {
    ScriptedProvider provider(algorithm);
    const SigningKey other = *SigningKey::from_secret(algorithm, Bytes(32, 0x43));
    const std::vector<Signature> answers = {{},
                                            Signature(64, 0),
                                            Signature(64, 0xFF),
                                            provider.key().sign(as_bytes("other")),
                                            other.sign(as_bytes("m")),
                                            p256_signature_to_der(Signature(64, 1))};
    for (const Signature& answer : answers) {
      provider.on_sign = [&](ByteView) -> ProviderResult<Signature> { return answer; };
      EXPECT_EQ(error_of(provider.sign(algorithm, as_bytes("m"), kNever)), ProviderError::Wrong);
    }
  }
}

TEST(KeyProvider, FailuresPassAsTheyAre) {
  ScriptedProvider provider(SignatureAlgorithm::Ed25519);
  for (const auto error : {ProviderError::Refused, ProviderError::Unavailable}) {
    provider.on_sign = [&](ByteView) -> ProviderResult<Signature> {
      return ProviderFailure{error, "a reason"};
    };
    const auto result = provider.sign(SignatureAlgorithm::Ed25519, as_bytes("m"), kNever);
    EXPECT_EQ(error_of(result), error);
    EXPECT_EQ(result.error().reason, "a reason");
  }
}

TEST(KeyProvider, ComparesTheContextEvenIfTheProviderIgnoresIt) {
  ScriptedProvider provider(SignatureAlgorithm::Ed25519);
  const SecretBytes key = random_secret(32);
  const auto blob = provider.wrap(key, as_bytes("one"), kNever);
  ASSERT_TRUE(blob.has_value());
  const auto unwrapped = provider.unwrap(*blob, as_bytes("one"), kNever);
  ASSERT_TRUE(unwrapped.has_value());
  EXPECT_TRUE(equal_secrets(unwrapped->view(), key.view()));
  EXPECT_EQ(error_of(provider.unwrap(*blob, as_bytes("other"), kNever)), ProviderError::Wrong);
}

TEST(KeyProvider, ImpossibleSizesOfAnswersAreWrong) {
  ScriptedProvider provider(SignatureAlgorithm::Ed25519);
  provider.blob_bytes_added = kWrappedBlobBytesMax;
  EXPECT_EQ(error_of(provider.wrap(random_secret(32), as_bytes("c"), kNever)),
            ProviderError::Wrong);
  EXPECT_EQ(error_of(provider.unwrap(Bytes(kWrappedBlobBytesMax + 1), as_bytes("c"), kNever)),
            ProviderError::Wrong);
  for (const std::size_t size : {std::size_t{0}, kDigestBytes, kWrappedKeyBytesMax + 33}) {
    provider.on_unwrap = [&](ByteView) -> ProviderResult<SecretBytes> { return SecretBytes(size); };
    EXPECT_EQ(error_of(provider.unwrap(Bytes(64), as_bytes("c"), kNever)), ProviderError::Wrong);
  }
}

TEST(KeyProvider, WithoutWrappingBothWaysAreRefused) {
  ScriptedProvider provider(SignatureAlgorithm::Ed25519);
  provider.can.can_wrap = false;
  EXPECT_EQ(error_of(provider.wrap(random_secret(32), {}, kNever)), ProviderError::Refused);
  EXPECT_EQ(error_of(provider.unwrap(Bytes(64), {}, kNever)), ProviderError::Refused);
}

TEST(Probe, SignsSomethingThatNoVoteCanBeAndEachTimeAnother) {
  ScriptedProvider provider(SignatureAlgorithm::EcdsaP256Sha256);
  ASSERT_TRUE(probe(provider, kNever).has_value());
  const Bytes first = provider.last_message;
  ASSERT_TRUE(probe(provider, kNever).has_value());
  EXPECT_NE(provider.last_message, first);
  EXPECT_TRUE(as_text(first).starts_with("vitalstream key provider probe v1"));
}

TEST(Probe, FailsWhenSigningOrUnwrappingIsWrong) {
  ScriptedProvider provider(SignatureAlgorithm::Ed25519);
  provider.on_unwrap = [](ByteView) -> ProviderResult<SecretBytes> { return SecretBytes(64); };
  EXPECT_EQ(error_of(probe(provider, kNever)), ProviderError::Wrong);
  provider.can.can_wrap = false;
  EXPECT_TRUE(probe(provider, kNever).has_value());
  provider.on_sign = [](ByteView) -> ProviderResult<Signature> { return Signature(64, 0); };
  EXPECT_EQ(error_of(probe(provider, kNever)), ProviderError::Wrong);
}

}  // namespace
}  // namespace vitalstream::crypto::provider
