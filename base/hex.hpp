#pragma once
// Hexadecimal text: lower case when written; both cases accepted when read, nothing else.

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace vitalstream {

[[nodiscard]] std::string to_hex(ByteView bytes);

// Nothing for an odd length or a character that is no hexadecimal digit.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

}  // namespace vitalstream
