#pragma once
// KeyProvider: the port behind which a validator's key lives (keys.md): a file, an HSM, a KMS. The
// node asks it to sign and to unwrap and never for the key. What a provider answers is untrusted:
// the public members check every answer, so that no implementation can forget to. Calls block until
// their deadline at most; they may come from several threads at once. The runner signs votes, start
// probes, storage unwraps its keys.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

using Deadline = std::chrono::steady_clock::time_point;

enum class ProviderError {
  // Policy, a disabled key, an algorithm that it does not have: asking again does not help.
  Refused,
  // Network, throttled, sealed, session lost, deadline: asking again may help.
  Unavailable,
  // It answered, and the answer is not right: a signature that the pinned public key does not
  // verify, a wrapped key of another context. Never use it; tell the operator.
  Wrong,
};

[[nodiscard]] std::string_view to_string(ProviderError error);

struct ProviderFailure {
  ProviderError error = ProviderError::Unavailable;
  // For the log line; holds no secret.
  std::string reason;
};

template <class T>
using ProviderResult = Result<T, ProviderFailure>;

struct Capabilities {
  // Those of the key it holds: one, in practice.
  std::vector<SignatureAlgorithm> algorithms;
  bool can_sign = false;
  bool can_wrap = false;
};

class KeyProvider {
 public:
  virtual ~KeyProvider() = default;

  // The label of metrics: "local", "pkcs11", ...
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual Capabilities capabilities() const = 0;
  // Pinned when the provider was opened; asks nobody.
  [[nodiscard]] virtual const PublicKey& public_key() const = 0;
  // Whether a signature could be had now. Success or the reason why not.
  [[nodiscard]] virtual ProviderResult<void> health(Deadline deadline) = 0;

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
  // What an implementation provides: bare calls, whose answers nobody has checked. A signature is
  // raw r || s or R || s; translating from another encoding is the implementation's part.
  virtual ProviderResult<Signature> ask_signature(SignatureAlgorithm algorithm, ByteView message,
                                                  Deadline deadline) = 0;
  virtual ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, Deadline deadline) = 0;
  virtual ProviderResult<SecretBytes> ask_unwrap(ByteView blob, Deadline deadline) = 0;
};

// Signs a message that is nothing but a probe, and wraps and unwraps if the provider can. To be
// done at start: better no start than a validator that finds out at its first vote.
[[nodiscard]] ProviderResult<void> probe(KeyProvider& provider, Deadline deadline);

}  // namespace vitalstream::crypto::provider
