#pragma once
// KeyBackend: what each of the five providers implements: bare calls, whose answers nobody has
// checked. Only KeyProvider calls it, several threads at once, and checks every answer, so that no
// implementation can forget to. A call ends soon after its deadline at the latest and tries once:
// patience is CallGuard's business.

#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "crypto/provider/provider_result.hpp"
#include "crypto/secret_bytes.hpp"
#include "crypto/signature.hpp"

namespace vitalstream::crypto::provider {

struct Capabilities {
  // Those of the key it holds: one, in practice.
  std::vector<SignatureAlgorithm> algorithms;
  bool can_sign = false;
  bool can_wrap = false;
};

class KeyBackend {
 public:
  virtual ~KeyBackend() = default;

  // The label of metrics: "local", "pkcs11", ...
  [[nodiscard]] virtual std::string_view name() const = 0;
  [[nodiscard]] virtual Capabilities capabilities() const = 0;
  // Read when the backend was opened; asks nobody.
  [[nodiscard]] virtual const PublicKey& public_key() const = 0;
  [[nodiscard]] virtual ProviderResult<void> check_health(Deadline deadline) = 0;

  // Raw r || s or R || s (signature_encoding.hpp translates); s may be high.
  virtual ProviderResult<Signature> ask_signature(ByteView message, Deadline deadline) = 0;
  // `context` is a hash of what the key is for. A provider that knows associated data binds it;
  // for all others it is part of the plaintext anyway.
  virtual ProviderResult<Bytes> ask_wrap(const SecretBytes& plaintext, const Hash32& context,
                                         Deadline deadline) = 0;
  virtual ProviderResult<SecretBytes> ask_unwrap(ByteView blob, const Hash32& context,
                                                 Deadline deadline) = 0;
};

}  // namespace vitalstream::crypto::provider
