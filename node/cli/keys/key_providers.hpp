#pragma once
// vitalstream keys providers: what may hold a validator's key, and how each is configured.

#include <CLI/CLI.hpp>

#include "node/cli/context.hpp"

namespace vitalstream::cli {

void add_key_providers(CLI::App& group, Context& context);

}  // namespace vitalstream::cli
