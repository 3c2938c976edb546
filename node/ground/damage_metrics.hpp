#pragma once
// What /metrics tells of damage on this node's disk. Prometheus text format. Pure.

#include <string>

#include "node/ground/damage_status.hpp"

namespace vitalstream::node {

[[nodiscard]] std::string damage_metrics(const DamageStatus& status);

}  // namespace vitalstream::node
