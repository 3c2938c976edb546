#pragma once
// HMAC-SHA256 (RFC 2104) and HKDF-SHA256 (RFC 5869): keys derived from keys. Pure; any thread.

#include <cstddef>

#include "base/bytes.hpp"
#include "base/digest.hpp"
#include "crypto/secret_bytes.hpp"

namespace vitalstream::crypto {

[[nodiscard]] Hash32 hmac_sha256(ByteView key, ByteView message);

struct HkdfInput {
  ByteView key;
  ByteView salt;
  // What the derived key is for; two purposes never share a key.
  ByteView info;
};

// At most kHkdfOutputBytesMax bytes.
[[nodiscard]] SecretBytes hkdf_sha256(const HkdfInput& input, std::size_t size);

}  // namespace vitalstream::crypto
