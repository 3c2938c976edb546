#pragma once
// `vitalstream keys rotate-data`, on a stopped node: a new data key for the files to come and, if
// asked, all older files written anew under it, and the keys of generations of which nothing is
// left destroyed. A crash anywhere costs nothing but the work; `resume` goes on.

#include <cstdint>
#include <functional>
#include <vector>

#include "node/ground/log.hpp"
#include "node/upkeep/ledger_usage.hpp"

namespace vitalstream::node {

struct RotationPlan {
  bool adds_generation = true;
  bool rewrites = false;
  bool retires = false;
  std::uint64_t write_bytes_per_second_max = 0;  // 0: as much as the disk takes
};

// Of the files of all generations, while they are rewritten: called every second from a thread of
// its own.
using RotationProgress = std::function<void(const std::vector<GenerationUsage>&)>;

struct RotationReport {
  std::vector<GenerationUsage> generations;
  std::vector<storage::KeyGeneration> retired;  // by this call
};

[[nodiscard]] Result<RotationReport, SetupFailure> rotate_data(const Config& config,
                                                               const RotationPlan& plan, Log& log,
                                                               const RotationProgress& progress);

}  // namespace vitalstream::node
