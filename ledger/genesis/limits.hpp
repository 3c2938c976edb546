#pragma once
// Limits of a genesis file, with units.

#include <cstddef>
#include <cstdint>

namespace vitalstream::ledger {

inline constexpr std::size_t kGenesisBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kGenesisNameCharsMax = 128;
inline constexpr std::size_t kHostNameCharsMax = 253;
inline constexpr std::size_t kChainIdCharsMax = 64;
inline constexpr std::int64_t kExpSecondsMin = 10;
inline constexpr std::int64_t kExpSecondsMax = 86'400;

}  // namespace vitalstream::ledger
