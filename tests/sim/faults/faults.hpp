#pragma once
// Deliberate bugs of the protocol: negative controls. The pure sources that have one are compiled a
// second time for the tests, with the edits of faults.json applied by make_mutants.py; the
// production sources know nothing of them. Which fault is active is chosen at run time.

#include <string_view>
#include <vector>

#include "tests/sim/environment.hpp"

namespace vitalstream::sim {

// By its name in faults.json; an empty name for none. Asked by the mutants.
void activate_fault(std::string_view name);
[[nodiscard]] bool is_active(const char* name);
[[nodiscard]] bool is_any_active();

}  // namespace vitalstream::sim
