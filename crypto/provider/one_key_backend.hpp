#pragma once
// OneKeyBackend: what all backends have in common: one key to sign with, whose public part is
// learned before anything else is asked. As KeyBackend, whose calls are bare.

#include <memory>
#include <string_view>

#include "crypto/provider/key_backend.hpp"

namespace vitalstream::crypto::provider {

class OneKeyBackend : public KeyBackend {
 public:
  // Asks for the key and keeps its public part. Once, before the first call.
  [[nodiscard]] ProviderResult<void> learn(Deadline deadline);

  [[nodiscard]] std::string_view name() const final { return name_; }
  [[nodiscard]] Capabilities capabilities() const final;
  [[nodiscard]] const PublicKey& public_key() const final { return public_key_; }
  // Asks for the key again, which must still be the same: where no question is cheaper.
  [[nodiscard]] ProviderResult<void> check_health(Deadline deadline) override;

 protected:
  // `name` outlives the backend.
  OneKeyBackend(std::string_view name, bool can_wrap) : name_(name), can_wrap_(can_wrap) {}

  [[nodiscard]] virtual ProviderResult<PublicKey> read_key(Deadline deadline) = 0;
  [[nodiscard]] bool can_wrap() const { return can_wrap_; }

 private:
  const std::string_view name_;
  const bool can_wrap_;
  PublicKey public_key_;
};

// A backend that is ready to be asked.
[[nodiscard]] ProviderResult<std::unique_ptr<KeyBackend>> learned(
    std::unique_ptr<OneKeyBackend> backend, Deadline deadline);

}  // namespace vitalstream::crypto::provider
