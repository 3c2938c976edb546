#pragma once
// KeyInMemory: a key provider in this process that refuses when a test says so.

#include <atomic>
#include <cstdint>

#include "crypto/provider/key_backend.hpp"
#include "crypto/provider/provider_result.hpp"
#include "support/a_batch.hpp"

namespace vitalstream::node::testing {

class KeyInMemory final : public crypto::provider::KeyBackend {
 public:
  using Deadline = crypto::provider::Deadline;
  template <class Value>
  using Outcome = crypto::provider::ProviderResult<Value>;

  explicit KeyInMemory(std::uint32_t validator, bool refuses = false)
      : key_(validator_key(validator)), refuses_(refuses) {}
  // Is away for the first questions.
  KeyInMemory(std::uint32_t validator, std::size_t away)
      : key_(validator_key(validator)), refuses_(false), away_(away), asked_(&own_asked_) {}
  // Signs so many times and is away from then on; counts what it is asked.
  KeyInMemory(std::uint32_t validator, std::size_t signs, std::atomic<std::size_t>& asked)
      : key_(validator_key(validator)), refuses_(false), signs_(signs), asked_(&asked) {}

  [[nodiscard]] std::string_view name() const override { return "memory"; }
  [[nodiscard]] crypto::provider::Capabilities capabilities() const override {
    return {{crypto::SignatureAlgorithm::Ed25519}, true, false};
  }
  [[nodiscard]] const crypto::PublicKey& public_key() const override { return key_.public_key(); }
  [[nodiscard]] Outcome<void> check_health(Deadline) override { return {}; }
  Outcome<crypto::Signature> ask_signature(ByteView message, Deadline) override {
    const std::size_t before = asked_ == nullptr ? 0 : asked_->fetch_add(1);
    if (refuses_ || before < away_ || before >= signs_) {
      return crypto::provider::refused("by policy");
    }
    return key_.sign(message);
  }
  Outcome<Bytes> ask_wrap(const crypto::SecretBytes&, const Hash32&, Deadline) override {
    return crypto::provider::refused("does not wrap");
  }
  Outcome<crypto::SecretBytes> ask_unwrap(ByteView, const Hash32&, Deadline) override {
    return crypto::provider::refused("does not wrap");
  }

 private:
  crypto::SigningKey key_;
  bool refuses_;
  std::size_t away_ = 0;
  std::size_t signs_ = SIZE_MAX;
  std::atomic<std::size_t> own_asked_{0};
  std::atomic<std::size_t>* asked_ = nullptr;
};

}  // namespace vitalstream::node::testing
