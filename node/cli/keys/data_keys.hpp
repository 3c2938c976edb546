#pragma once
// The subcommands of `vitalstream keys` for the keys under which the ledger lies encrypted.

#include <CLI/CLI.hpp>

#include "node/cli/context.hpp"

namespace vitalstream::cli {

void add_data_keys(CLI::App& group, Context& context);

}  // namespace vitalstream::cli
