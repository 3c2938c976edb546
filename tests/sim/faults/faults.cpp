#include "tests/sim/faults/faults.hpp"

#include <string>

namespace vitalstream::sim {
namespace {

std::string active;

}  // namespace

void activate_fault(std::string_view name) { active = name; }

bool is_active(const char* name) { return active == name; }

bool is_any_active() { return !active.empty(); }

}  // namespace vitalstream::sim
