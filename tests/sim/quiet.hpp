#pragma once
// A quiet cluster: clean links, no load, no heartbeat, so that nothing happens that a story does
// not tell; and the first words to drive it.

#include "tests/sim/cluster.hpp"

namespace vitalstream::sim {

[[nodiscard]] ClusterOptions quiet(std::size_t validators = 4);

// Whether every process has a record and the right to sign (C15). All of them run.
[[nodiscard]] bool all_may_vote(Cluster& cluster);
// Boots all, and waits so long at most until they may vote: a newborn network first finds that
// nobody has voted, and commits to its processes.
void start_all(Cluster& cluster, Duration limit = seconds(1));
// True once the transaction, submitted now, has its answer.
[[nodiscard]] bool is_ordered(Cluster& cluster, std::size_t at, Duration within);
// The first thing that a checker has found; empty if nothing.
[[nodiscard]] std::string first_violation(const Cluster& cluster);

}  // namespace vitalstream::sim
