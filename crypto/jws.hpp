#pragma once
// JSON Web Signatures in compact serialization (RFC 7515): the split into three decoded parts and
// the way back. What the header says is jws_header.hpp's part, verifying is verify.hpp's. Called by
// ledger types. Pure; any thread.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace vitalstream::crypto {

// The decoded parts. Between validators these travel, not the text.
struct JwsParts {
  Bytes header;
  Bytes payload;
  Bytes signature;
  friend bool operator==(const JwsParts&, const JwsParts&) = default;
};

enum class JwsError { TooLong, NotThreeParts, NotBase64url };

[[nodiscard]] std::string_view to_string(JwsError error);

// `bytes_max` bounds the text.
[[nodiscard]] Result<JwsParts, JwsError> parse_compact_jws(std::string_view text,
                                                           std::size_t bytes_max);

// BASE64URL(header) . BASE64URL(payload), what the signature covers.
[[nodiscard]] std::string jws_signing_input(ByteView header, ByteView payload);

[[nodiscard]] std::string to_compact_jws(const JwsParts& parts);

}  // namespace vitalstream::crypto
