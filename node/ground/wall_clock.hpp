#pragma once
// The node's two clocks, read at the edge and handed inwards as values. The monotonic one counts
// the time that the machine sleeps: a right to sign that ended meanwhile has ended (C15).

#include "consensus/core/input.hpp"

namespace vitalstream::node {

[[nodiscard]] consensus::Clock read_clock();

}  // namespace vitalstream::node
