#pragma once
// Limits of strict JSON, wherever it is read.

#include <cstddef>
#include <cstdint>

namespace vitalstream {

// Objects and arrays within one another, the outermost counted.
inline constexpr std::size_t kJsonDepthMax = 32;
// 2^53 - 1: what every reader of JSON takes for the same number (RFC 7493 section 2.2).
inline constexpr std::int64_t kJsonIntegerMax = 9'007'199'254'740'991;
// Names in one object of a text that becomes a tree. A parser finds a name among others by a hash
// that is not secret: whoever chooses the names can make one object of a thousand times as many
// cost minutes.
inline constexpr std::size_t kJsonNamesMax = 256;

}  // namespace vitalstream
