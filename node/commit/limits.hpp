#pragma once
// Limits of seals, with units. What happens at each is said where it is used.

#include <chrono>

namespace vitalstream::node {

// For one signature of a final block; the next block is tried when it is over.
inline constexpr std::chrono::seconds kSealDeadline{10};

}  // namespace vitalstream::node
