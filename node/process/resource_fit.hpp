#pragma once
// Whether what a node may need (resource_sum) is what the machine allows (machine_limits). Asked at
// start, before anything is opened, and by `vitalstream config validate`. Pure.

#include <string>

#include "node/process/machine_limits.hpp"
#include "node/process/resource_sum.hpp"

namespace vitalstream::node {

// Why the sum does not fit: what is allowed, by what, and each addend; nothing if it does.
[[nodiscard]] std::optional<std::string> refuse_sum(const ResourceSum& sum,
                                                    const std::optional<Allowance>& allowed);

// One line a resource, for people: "descriptors: 2304 of 20000: 1024 for ...".
[[nodiscard]] std::string sum_words(const ResourceSum& sum,
                                    const std::optional<Allowance>& allowed);

}  // namespace vitalstream::node
