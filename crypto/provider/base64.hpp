#pragma once
// Standard base64 (RFC 4648 section 4, padded), as AWS and Vault speak it; everything of ours is
// base64url (base/base64url.hpp). Strict: one text for each byte string. Pure; any thread.

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace vitalstream::crypto::provider {

[[nodiscard]] std::string to_base64(ByteView bytes);

// Nothing for a foreign character, wrong padding or bits that are left over.
[[nodiscard]] std::optional<Bytes> from_base64(std::string_view text);

}  // namespace vitalstream::crypto::provider
