#pragma once
// Key providers for the tests of the keyring: real local ones, and one that fails when told to.

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "crypto/provider/local_provider.hpp"
#include "crypto/signing_key.hpp"
#include "storage/keyring/keyring.hpp"
#include "tests/storage/crash_disk.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {

// A provider with a new key, whose file is gone when this returns.
inline std::unique_ptr<crypto::provider::KeyProvider> new_provider() {
  const TempDirectory directory;
  const auto file = directory.path() / "key";
  const crypto::provider::LocalKeyRequest request{file, crypto::SignatureAlgorithm::Ed25519, {}};
  EXPECT_TRUE(crypto::provider::generate_local_key(request, {}).has_value());
  auto opened = crypto::provider::open_local_provider(file, {});
  return opened ? std::move(*opened) : nullptr;
}

// Opens once for all tests of a program: probing costs more than what most of them do.
inline crypto::provider::KeyProvider& some_provider() {
  static const auto provider = new_provider();
  return *provider;
}
inline crypto::provider::KeyProvider& other_provider() {
  static const auto provider = new_provider();
  return *provider;
}

inline const KeyringPlace kPlace{.directory = "/data",
                                 .owner = {.chain = ChainId("test-1"), .node = "3"}};
inline constexpr UnixMs kNow{1'700'000'000'000};

// A key of its own in this process, whose next calls may be made to fail.
class FailingBackend final : public crypto::provider::KeyBackend {
 public:
  using Failure = crypto::provider::ProviderFailure;
  template <class T>
  using Answer = crypto::provider::ProviderResult<T>;
  using Deadline = crypto::provider::Deadline;

  std::optional<Failure> wrap_failure;
  std::optional<Failure> unwrap_failure;
  std::optional<Failure> sign_failure;
  std::string label = "failing";
  crypto::SigningKey key;

  explicit FailingBackend(std::uint8_t seed)
      : key(*crypto::SigningKey::from_secret(crypto::SignatureAlgorithm::Ed25519,
                                             Bytes(32, seed))) {}

  [[nodiscard]] std::string_view name() const override { return label; }
  [[nodiscard]] crypto::provider::Capabilities capabilities() const override {
    return {.algorithms = {key.public_key().algorithm}, .can_sign = true, .can_wrap = true};
  }
  [[nodiscard]] const crypto::PublicKey& public_key() const override { return key.public_key(); }
  [[nodiscard]] Answer<void> check_health(Deadline) override { return {}; }

  Answer<crypto::Signature> ask_signature(ByteView message, Deadline) override {
    return sign_failure ? Answer<crypto::Signature>(*sign_failure) : key.sign(message);
  }
  // No secrecy: like RSA-OAEP, anyone can wrap for it.
  Answer<Bytes> ask_wrap(const crypto::SecretBytes& plaintext, const Hash32&, Deadline) override {
    return wrap_failure ? Answer<Bytes>(*wrap_failure) : to_bytes(plaintext.view());
  }
  Answer<crypto::SecretBytes> ask_unwrap(ByteView blob, const Hash32&, Deadline) override {
    return unwrap_failure ? Answer<crypto::SecretBytes>(*unwrap_failure)
                          : crypto::SecretBytes::copy_of(blob);
  }
};

// The provider over it, which asks once and is not patient.
class FailingProvider final : public crypto::provider::KeyProvider {
 public:
  // Another seed, another key.
  explicit FailingProvider(std::uint8_t seed = 5) : FailingProvider(new FailingBackend(seed)) {}

  FailingBackend& backend;

 private:
  static crypto::provider::CallSurroundings impatient() {
    crypto::provider::CallSurroundings surroundings;
    surroundings.policy.attempts_max = 1;
    return surroundings;
  }
  // Owns what it is given.
  explicit FailingProvider(FailingBackend* made)
      : KeyProvider(std::unique_ptr<crypto::provider::KeyBackend>(made), impatient()),
        backend(*made) {}
};

}  // namespace vitalstream::storage
