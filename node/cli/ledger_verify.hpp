#pragma once
// `vitalstream ledger verify`, within the group `ledger`.

#include <CLI/CLI.hpp>

#include "node/cli/context.hpp"

namespace vitalstream::cli {

void add_ledger_verify(CLI::App& group, Context& context);

}  // namespace vitalstream::cli
