#pragma once
// KeyProvider: the port behind which a validator's key lives (README.md): a file, an HSM, a KMS.
// The node asks it to sign and to unwrap and never for the key. What the backend answers is
// untrusted and checked here. Calls block until their deadline at most; they may come from several
// threads at once, and never from the consensus thread. The runner signs votes, start probes,
// storage unwraps its keys.

#include <memory>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/key_cache.hpp"
#include "crypto/provider/call_guard.hpp"
#include "crypto/provider/key_backend.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

class KeyProvider {
 public:
  explicit KeyProvider(std::unique_ptr<KeyBackend> backend,
                       const CallSurroundings& surroundings = {});

  [[nodiscard]] std::string_view name() const { return backend_->name(); }
  [[nodiscard]] Capabilities capabilities() const { return backend_->capabilities(); }
  // Pinned when the provider was opened; asks nobody.
  [[nodiscard]] const PublicKey& public_key() const { return backend_->public_key(); }
  // Whether a signature could be had now, asked once. Success or the reason why not.
  [[nodiscard]] ProviderResult<void> health(Deadline deadline);

  // A signature in the canonical form, verified with the pinned key.
  [[nodiscard]] ProviderResult<Signature> sign(SignatureAlgorithm algorithm, ByteView message,
                                               Deadline deadline);

  // Encrypts a key of ours. The hash of the context is wrapped with it and compared when
  // unwrapping, so that the rule holds for providers that know no associated data, or ignore it.
  [[nodiscard]] ProviderResult<Bytes> wrap(const SecretBytes& key, ByteView context,
                                           Deadline deadline);
  [[nodiscard]] ProviderResult<SecretBytes> unwrap(ByteView blob, ByteView context,
                                                   Deadline deadline);

 private:
  [[nodiscard]] ProviderResult<Signature> sign_once(ByteView message, Deadline deadline);
  [[nodiscard]] ProviderResult<SecretBytes> unwrap_once(ByteView blob, const Hash32& context,
                                                        Deadline deadline);

  const std::unique_ptr<KeyBackend> backend_;
  // The pinned key, decoded once: each signature is verified. Nothing: it is no key at all.
  const std::optional<DecodedKey> pinned_;
  CallGuard guard_;
};

// Signs a message that is nothing but a probe, and wraps and unwraps if the provider can. To be
// done at start: better no start than a validator that finds out at its first vote.
[[nodiscard]] ProviderResult<void> probe(KeyProvider& provider, Deadline deadline);

}  // namespace vitalstream::crypto::provider
