#pragma once
// What /metrics tells of the chain, its views and the lanes. Gathered and told just before a
// scrape, on one thread.

#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "consensus/core/view_statistics.hpp"
#include "consensus/types/validator_set.hpp"
#include "node/metrics/metric_families.hpp"

namespace vitalstream::node {

struct ChainReadings {
  std::uint64_t height = 0;
  std::uint64_t final_height = 0;
  std::uint64_t view = 0;
  std::uint64_t mempool_transactions = 0;
  std::uint64_t log_size = 0;
  // The height that this node catches up to; 0 while it is not known to be behind.
  std::uint64_t catch_up_target = 0;
  // Of the newest block that the validator's own key has sealed; 0: none since the start.
  std::uint64_t sealed_height = 0;
  double transactions_per_second = 0;
};

// Counts are since the start.
struct LaneReadings {
  std::uint64_t lanes_withheld = 0;       // of others, whose budget is used up
  std::uint64_t own_untaken_retries = 0;  // since too few peers take the own lane
  std::uint64_t own_renewals = 0;         // how often it was begun anew for that
  std::uint64_t contents_wanted = 0;      // batches
  std::uint64_t contents_fetched = 0;
};

// C18: Delta, and how long the views of each validator take, by index.
struct PaceReadings {
  Duration delta{0};
  std::vector<Duration> leader_times;
};

void tell(MetricFamilies& metrics, const ChainReadings& readings);
void tell(MetricFamilies& metrics, const LaneReadings& readings);
void tell(MetricFamilies& metrics, const consensus::ViewCounts& views,
          const consensus::ValidatorSet& validators);
void tell(MetricFamilies& metrics, const PaceReadings& pace,
          const consensus::ValidatorSet& validators);

}  // namespace vitalstream::node
