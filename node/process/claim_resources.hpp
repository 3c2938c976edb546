#pragma once
// At the start of a node, before anything is opened: the sums of what it may need are compared with
// what the machine allows, and the soft limit of descriptors is raised to the sum.

#include "node/ground/log.hpp"
#include "node/stores/genesis_file.hpp"

namespace vitalstream::node {

// For a network of so many validators. Fails with every sum that does not fit.
[[nodiscard]] Result<void, SetupFailure> claim_resources(const Config& config,
                                                         std::size_t validators, Log& log);

}  // namespace vitalstream::node
