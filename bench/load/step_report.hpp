#pragma once
// The one JSON object that vitalstream-load prints: the figures of one step. bench/harness reads it
// and puts it into the report, so its names are those of the report (bench/README.md).

#include <string>

#include "bench/load/ledger_check.hpp"
#include "bench/load/load_run.hpp"
#include "bench/load/options.hpp"

namespace vitalstream::bench {

[[nodiscard]] std::string step_report(const LoadOptions& options, const LoadRun& run,
                                      const LedgerVerdict& verdict);

}  // namespace vitalstream::bench
