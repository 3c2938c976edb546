#pragma once
// The node's two clocks, read at the edge and handed inwards as values.

#include "consensus/core/input.hpp"

namespace vitalstream::node {

[[nodiscard]] consensus::Clock read_clock();

}  // namespace vitalstream::node
