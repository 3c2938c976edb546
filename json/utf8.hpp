#pragma once
// Whether bytes are UTF-8 (RFC 3629: shortest form, no surrogates, up to U+10FFFF). Pure.

#include <string_view>

namespace vitalstream {

[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace vitalstream
