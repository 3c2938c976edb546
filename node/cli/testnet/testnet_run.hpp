#pragma once
// Runs the validators of a testnet as child processes of this program until SIGINT or SIGTERM.

#include "node/cli/exit_code.hpp"
#include "node/cli/testnet/testnet_plan.hpp"

namespace vitalstream::cli {

// Ends the children by SIGTERM and waits for them. Failed if one of them failed.
[[nodiscard]] ExitCode run_testnet(const Testnet& testnet);

}  // namespace vitalstream::cli
