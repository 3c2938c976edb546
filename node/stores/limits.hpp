#pragma once
// Limits of what is kept on disk, with units. What happens at each is said where it is used.

#include <cstddef>
#include <cstdint>

namespace vitalstream::node {

// Room that is kept back so that the safety record can be written on a full disk: several rotations
// of it, which are some hundred kilobytes each.
inline constexpr std::uint64_t kReserveBytes = 8 * 1024 * 1024;

// Evidence kept of one validator's faults.
inline constexpr std::size_t kEvidencePerValidatorMax = 64;

}  // namespace vitalstream::node
