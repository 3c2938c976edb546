#include "node/ground/block_clock.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace vitalstream::node {

BlockClock::BlockClock(consensus::ValidatorId own, UnixMs newest)
    : own_(own), newest_(std::make_shared<const Seen>(Seen{newest, std::nullopt})) {}

std::optional<BlockClock::News> BlockClock::note_final(
    const consensus::BlockHeader& header, const std::optional<consensus::Clock>& proposed) {
  Seen seen{header.timestamp, newest_.load()->timed};
  if (proposed) {
    seen.timed = Timed{header.timestamp, proposed->now};
  }
  newest_ = std::make_shared<const Seen>(seen);
  if (!proposed || header.proposer == own_) {
    return std::nullopt;
  }
  offsets_ms_[noted_++ % offsets_ms_.size()] = proposed->wall.value() - header.timestamp.value();
  if (noted_ < kClockOffsetBlocksMin) {
    return std::nullopt;
  }
  auto sorted = offsets_ms_;
  const auto count = std::min(noted_, sorted.size());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(sorted.begin(), middle, sorted.begin() + static_cast<std::ptrdiff_t>(count));
  median_ = std::make_shared<const Duration>(milliseconds(*middle));
  const bool is_wrong = std::abs(*middle) >= kClockOffsetMsTold;
  if (std::exchange(is_wrong_, is_wrong) == is_wrong) {
    return std::nullopt;
  }
  return is_wrong ? News::Wrong : News::Right;
}

ledger::AdmissionTime BlockClock::time(const consensus::Clock& clock) const {
  const std::shared_ptr<const Seen> newest = newest_.load();
  if (!newest->timed) {
    return {newest->timestamp, std::max(newest->timestamp, clock.wall)};
  }
  const Duration since = clock.now - newest->timed->at;
  const UnixMs running{newest->timed->timestamp.value() + since.value() / 1000};
  return {newest->timestamp, std::max(newest->timestamp, running)};
}

std::optional<Duration> BlockClock::offset() const {
  const std::shared_ptr<const Duration> median = median_.load();
  return median == nullptr ? std::nullopt : std::optional(*median);
}

}  // namespace vitalstream::node
