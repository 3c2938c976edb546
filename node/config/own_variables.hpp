#pragma once
// Which environment variables were meant for this program and are none that it reads. A name that
// begins as ours do is no proof: Kubernetes sets VITALSTREAM_SERVICE_HOST and its like for a
// Service called vitalstream. Called by layers.cpp. Pure.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "node/config/problem.hpp"

namespace vitalstream::node {

// One of those that the orchestrator sets for each Service of the namespace.
[[nodiscard]] bool is_service_link(std::string_view name, std::string_view value);

// A problem for each variable that is a slip of the pen: near to a known name, or within one of our
// sections. `referenced` are the names that `env:` points to, which are the operator's own.
[[nodiscard]] Problems misspelt_variables(const std::map<std::string, std::string>& environment,
                                          const std::vector<std::string>& referenced);

}  // namespace vitalstream::node
