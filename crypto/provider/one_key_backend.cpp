#include "crypto/provider/one_key_backend.hpp"

#include <string>
#include <utility>

namespace vitalstream::crypto::provider {

ProviderResult<void> OneKeyBackend::learn(Deadline deadline) {
  VS_TRY(key, read_key(deadline));
  public_key_ = std::move(key);
  return {};
}

Capabilities OneKeyBackend::capabilities() const {
  return {.algorithms = {public_key_.algorithm}, .can_sign = true, .can_wrap = can_wrap_};
}

ProviderResult<void> OneKeyBackend::check_health(Deadline deadline) {
  VS_TRY(key, read_key(deadline));
  return key == public_key_ ? ProviderResult<void>()
                            : wrong(std::string(name_) + ": the key is no longer the one it was");
}

ProviderResult<std::unique_ptr<KeyBackend>> learned(std::unique_ptr<OneKeyBackend> backend,
                                                    Deadline deadline) {
  VS_RETURN_IF_ERROR(backend->learn(deadline));
  return std::unique_ptr<KeyBackend>(std::move(backend));
}

}  // namespace vitalstream::crypto::provider
