#pragma once
// What an operator does about a halt: said alike by `vitalstream status` and `vitalstream halt`.

#include <string>

#include "consensus/types/halt.hpp"

namespace vitalstream::node {

[[nodiscard]] std::string way_out(const consensus::Halt& halt);

}  // namespace vitalstream::node
