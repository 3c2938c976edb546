#pragma once
// base64url without padding (RFC 4648 section 5, as RFC 7515 uses it). Reading is strict: no
// padding, no white space, no foreign character, and the unused bits of the last character are
// zero, so that each byte string has exactly one text.

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace vitalstream {

[[nodiscard]] std::string to_base64url(ByteView bytes);

// Appends the text of `bytes` to `target`; saves the copy where a longer text is being built.
void append_base64url(std::string& target, ByteView bytes);

// Nothing if the text is not the canonical encoding of some byte string.
[[nodiscard]] std::optional<Bytes> from_base64url(std::string_view text);

// Whether every character is of the alphabet; the text may still be no encoding.
[[nodiscard]] bool is_in_base64url_alphabet(std::string_view text);

}  // namespace vitalstream
