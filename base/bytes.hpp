#pragma once
// Byte strings and views on them. A view never owns; whoever keeps one says how long.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace vitalstream {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// The bytes of a text, not copied.
[[nodiscard]] ByteView as_bytes(std::string_view text);

// The text made of these bytes, not copied and not checked.
[[nodiscard]] std::string_view as_text(ByteView bytes);

[[nodiscard]] Bytes to_bytes(ByteView view);

void append(Bytes& target, ByteView tail);

[[nodiscard]] bool equal(ByteView left, ByteView right);

}  // namespace vitalstream
