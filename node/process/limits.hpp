#pragma once
// Limits of the process as a whole, with units. What happens at each is said where it is used.

#include <cstdint>

namespace vitalstream::node {

// How long SIGTERM waits for the drain before it stops anyway: the engine gives its lane 5 s to
// become final, and the RPC and the writes that follow have the rest of ten seconds.
inline constexpr std::int64_t kDrainMsMax = 6'000;

}  // namespace vitalstream::node
