#pragma once
// RsaKey: an RSA key of 2,048 bits that unwraps with RSA-OAEP-256, as a vault does. For the fakes;
// straight to OpenSSL, because nothing of the node's own uses RSA.

#include <memory>
#include <optional>

#include "base/bytes.hpp"

namespace vitalstream::testing {

class RsaKey {
 public:
  // A new one.
  RsaKey();

  // Big-endian; the public exponent is 65537.
  [[nodiscard]] Bytes modulus() const;
  [[nodiscard]] Bytes wrap(ByteView plaintext) const;
  // Nothing if it was not wrapped with this key.
  [[nodiscard]] std::optional<Bytes> unwrap(ByteView wrapped) const;

 private:
  struct Parts;
  std::shared_ptr<const Parts> parts_;
};

}  // namespace vitalstream::testing
