#include "consensus/core/view_statistics.hpp"

#include <algorithm>

namespace vitalstream::consensus {

ViewStatistics::ViewStatistics(std::size_t validators) {
  counts_.nullified.resize(validators);
  counts_.missed.resize(validators);
}

void ViewStatistics::on_nullified(ValidatorIndex leader) { counts_.nullified[leader.value()] += 1; }

void ViewStatistics::on_quorum(Duration delay) {
  const auto bound = std::ranges::lower_bound(kQuorumDelayBounds, delay);
  counts_.quorum_delays[static_cast<std::size_t>(bound - kQuorumDelayBounds.begin())] += 1;
  counts_.quorum_delay_sum = Duration{counts_.quorum_delay_sum.value() + delay.value()};
}

// Votes for the block itself may still be on their way, and a certificate holds no more than a
// quorum of them. So a validator counts as missing when it has not even voted in the view of the
// final block before, or later.
void ViewStatistics::on_final(View view, std::span<const View> voted) {
  if (last_final_) {
    counts_.missing_now = 0;
    for (std::size_t i = 0; i < voted.size(); ++i) {
      if (voted[i] < *last_final_) {
        counts_.missed[i] += 1;
        counts_.missing_now += 1;
      }
    }
  }
  last_final_ = view;
}

}  // namespace vitalstream::consensus
