#pragma once
// What must hold between keys, beyond the type and range of each. Pure.

#include <string>
#include <string_view>
#include <vector>

#include "node/config/config.hpp"

namespace vitalstream::node {

struct BrokenRule {
  std::string_view key;                    // the key to change
  std::string advice;                      // what is wrong and what to do
  std::vector<std::string_view> involved;  // the other keys that the rule looked at
};

// In the order of the key table.
[[nodiscard]] std::vector<BrokenRule> broken_rules(const Config& config);

}  // namespace vitalstream::node
