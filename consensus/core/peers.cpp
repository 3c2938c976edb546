#include "consensus/core/peers.hpp"

namespace vitalstream::consensus {
namespace {

// A little less than one retry, so that two honest clocks do not skip every other report.
constexpr std::int64_t kPauseNumerator = 3;
constexpr std::int64_t kPauseDenominator = 4;

}  // namespace

Peers::Peers(std::size_t validators, Pauses pauses)
    : activity_(validators, pauses.skip_timeout),
      budget_(pauses.retry),
      report_pause_{pauses.retry.value() * kPauseNumerator / kPauseDenominator} {}

bool Peers::may_answer_report(ValidatorIndex peer, Instant now) const {
  const auto answered = report_answered_.find(peer);
  return answered == report_answered_.end() || now - answered->second >= report_pause_;
}

}  // namespace vitalstream::consensus
