#pragma once
// Violations: where checkers say which property broke. The checkers know only plain facts (which
// node, which height, which digest), so that the same ones serve the simulator, tests on real
// clusters and an audit of files.

#include <cstdint>
#include <string>
#include <vector>

#include "base/strong.hpp"

namespace vitalstream::checkers {

using NodeId = Strong<struct NodeIdTag, std::uint32_t>;

struct Violation {
  std::string property;  // as tests/sim/README.md numbers it
  std::string what;
};

class Violations {
 public:
  void report(std::string property, std::string what);
  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] const std::vector<Violation>& all() const { return all_; }

 private:
  std::vector<Violation> all_;
};

}  // namespace vitalstream::checkers
