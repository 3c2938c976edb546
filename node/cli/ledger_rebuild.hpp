#pragma once
// `vitalstream ledger rebuild`, within the group `ledger`.

#include <CLI/CLI.hpp>

#include "node/cli/context.hpp"

namespace vitalstream::cli {

void add_ledger_rebuild(CLI::App& group, Context& context);

}  // namespace vitalstream::cli
