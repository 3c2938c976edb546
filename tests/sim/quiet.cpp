#include "tests/sim/quiet.hpp"

namespace vitalstream::sim {

ClusterOptions quiet(std::size_t validators) {
  ClusterOptions options;
  options.validators = validators;
  options.parameters.heartbeat = Duration{0};
  options.parameters.retry = milliseconds(100);
  return options;
}

bool all_may_vote(Cluster& cluster) {
  for (std::size_t i = 0; i < cluster.size(); ++i) {
    const auto& replica = cluster.process(i).status().replica;
    if (replica.record != consensus::RecordState::Established || replica.looking_back) {
      return false;
    }
  }
  return true;
}

void start_all(Cluster& cluster, Duration limit) {
  cluster.boot_all();
  cluster.run_for(milliseconds(50));
  cluster.run_until([&] { return all_may_vote(cluster); }, limit);
}

bool is_ordered(Cluster& cluster, std::size_t at, Duration within) {
  const TxId tx = cluster.submit(at);
  return cluster.run_until([&] { return cluster.is_answered(tx); }, within);
}

std::string first_violation(const Cluster& cluster) {
  const auto& all = cluster.violations().all();
  return all.empty() ? "" : all.front().property + ": " + all.front().what;
}

}  // namespace vitalstream::sim
