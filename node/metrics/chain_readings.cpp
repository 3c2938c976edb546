#include "node/metrics/chain_readings.hpp"

#include <chrono>

namespace vitalstream::node {

void tell(MetricFamilies& metrics, const ChainReadings& readings) {
  metrics.set(Metric::SealedHeight, static_cast<double>(readings.sealed_height));
  metrics.set(Metric::Tps, readings.transactions_per_second);
  metrics.set(Metric::Height, static_cast<double>(readings.height));
  metrics.set(Metric::FinalHeight, static_cast<double>(readings.final_height));
  metrics.set(Metric::View, static_cast<double>(readings.view));
  metrics.set(Metric::Mempool, static_cast<double>(readings.mempool_transactions));
  metrics.set(Metric::LogSize, static_cast<double>(readings.log_size));
  metrics.set(Metric::CatchUpTarget, static_cast<double>(readings.catch_up_target));
  const bool is_behind = readings.catch_up_target > readings.height;
  metrics.set(Metric::CatchUpBehind,
              is_behind ? static_cast<double>(readings.catch_up_target - readings.height) : 0);
}

void tell(MetricFamilies& metrics, const LaneReadings& readings) {
  metrics.set(Metric::LanesWithheld, static_cast<double>(readings.lanes_withheld));
  metrics.set(Metric::OwnLaneUntaken, static_cast<double>(readings.own_untaken_retries));
  metrics.raise_to(Metric::OwnLaneRenewals, static_cast<double>(readings.own_renewals));
  metrics.set(Metric::ContentsWanted, static_cast<double>(readings.contents_wanted));
  metrics.raise_to(Metric::ContentsFetched, static_cast<double>(readings.contents_fetched));
}

void tell(MetricFamilies& metrics, const consensus::ViewCounts& views,
          const consensus::ValidatorSet& validators) {
  for (std::size_t i = 0; i < validators.size(); ++i) {
    const std::string& name = validators.validators()[i].name;
    metrics.raise_to(Metric::NullifiedViews, static_cast<double>(views.nullified[i]), {name});
    metrics.raise_to(Metric::MissedBlocks, static_cast<double>(views.missed[i]), {name});
  }
  metrics.set(Metric::MissingValidators, static_cast<double>(views.missing_now));
  metrics.raise_to(
      Metric::QuorumDelay,
      {views.quorum_delays, std::chrono::microseconds(views.quorum_delay_sum.value())});
}

void tell(MetricFamilies& metrics, const PaceReadings& pace,
          const consensus::ValidatorSet& validators) {
  metrics.set(Metric::Delta, in_seconds(pace.delta));
  for (std::size_t i = 0; i < pace.leader_times.size(); ++i) {
    metrics.set(Metric::LeaderTime, in_seconds(pace.leader_times[i]),
                {validators.validators()[i].name});
  }
}

}  // namespace vitalstream::node
