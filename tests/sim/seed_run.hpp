#pragma once
// One seed of the swarm: a safety phase in which anything may happen, then a liveness phase in
// which a random quorum is healed, the rest stays dead, and progress is required.

#include <cstdint>
#include <string>

#include "tests/sim/checkers/violations.hpp"
#include "tests/sim/environment.hpp"

namespace vitalstream::sim {

struct SeedOptions {
  std::uint64_t seed = 1;
  std::size_t validators = 4;
  bool prints = false;
  RunnerFaults faults;
};

struct SeedResult {
  std::uint64_t trace_hash = 0;
  std::uint64_t height = 0;
  std::uint64_t events = 0;
  std::uint64_t answered = 0;
  std::uint64_t evidence = 0;
  std::uint64_t delegations = 0;
  bool owed_progress = true;  // no more than f were faulty or without their record
  std::vector<checkers::Violation> violations;
  [[nodiscard]] bool passed() const { return violations.empty(); }
};

[[nodiscard]] SeedResult run_seed(const SeedOptions& options);

// 4, 5, 7 and 10 validators in turn, small ones more often.
[[nodiscard]] std::size_t validators_of(std::uint64_t seed);

// The command that shows this history again.
[[nodiscard]] std::string replay_command(const SeedOptions& options);

}  // namespace vitalstream::sim
