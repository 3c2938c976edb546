#pragma once
// What the tests of the port are made of: a backend that answers as a test tells it to, and a clock
// that a test turns.

#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <vector>

#include "crypto/provider/call_clock.hpp"
#include "crypto/provider/key_backend.hpp"
#include "crypto/signing_key.hpp"

namespace vitalstream::crypto::provider::testing {

// Left alone it is honest, and its "wrapping" is adding a byte.
class ScriptedBackend final : public KeyBackend {
 public:
  explicit ScriptedBackend(SignatureAlgorithm algorithm)
      : key_(*SigningKey::from_secret(algorithm, Bytes(32, 0x42))) {}

  [[nodiscard]] std::string_view name() const override { return "scripted"; }
  [[nodiscard]] Capabilities capabilities() const override { return can; }
  [[nodiscard]] const PublicKey& public_key() const override { return key_.public_key(); }
  [[nodiscard]] ProviderResult<void> check_health(Deadline) override { return health; }
  ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) override;
  ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                 Deadline deadline) override;
  ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                         Deadline deadline) override;
  [[nodiscard]] const SigningKey& key() const { return key_; }

  Capabilities can{.algorithms = {SignatureAlgorithm::Ed25519, SignatureAlgorithm::EcdsaP256Sha256},
                   .can_sign = true,
                   .can_wrap = true};
  ProviderResult<void> health;
  std::function<ProviderResult<Signature>(ByteView)> on_sign;
  std::function<ProviderResult<SecretBytes>(ByteView)> on_unwrap;
  std::size_t blob_bytes_added = 1;
  Bytes last_message;
  std::vector<Deadline> deadlines;

 private:
  std::mutex mutex_;
  SigningKey key_;
};

inline ProviderResult<Signature> ScriptedBackend::ask_signature(ByteView message,
                                                                Deadline deadline) {
  {
    const std::lock_guard lock(mutex_);
    last_message = to_bytes(message);
    deadlines.push_back(deadline);
  }
  return on_sign ? on_sign(message) : key_.sign(message);
}

inline ProviderResult<Bytes> ScriptedBackend::ask_wrap(const SecretBytes& plaintext, const Hash32&,
                                                       Deadline) {
  Bytes blob = to_bytes(plaintext.view());
  blob.resize(blob.size() + blob_bytes_added);
  return blob;
}

inline ProviderResult<SecretBytes> ScriptedBackend::ask_unwrap(ByteView blob, const Hash32&,
                                                               Deadline) {
  if (on_unwrap) {
    return on_unwrap(blob);
  }
  return SecretBytes::copy_of(blob.first(blob.size() - blob_bytes_added));
}

// Stands still unless somebody sleeps.
class FakeClock final : public CallClock {
 public:
  [[nodiscard]] Deadline now() override { return time; }
  void sleep_until(Deadline until) override {
    slept.push_back(std::chrono::duration_cast<Milliseconds>(until - time));
    time = until;
  }
  [[nodiscard]] double draw() override { return chance; }

  Deadline time{std::chrono::hours(1)};
  double chance = 0;
  std::vector<Milliseconds> slept;
};

inline const Deadline kNever = Deadline::max();

template <class T>
ProviderError error_of(const ProviderResult<T>& result) {
  EXPECT_TRUE(result.has_error());
  return result.has_error() ? result.error().error : ProviderError{};
}

}  // namespace vitalstream::crypto::provider::testing
