#include "consensus/core/peer_activity.hpp"

#include <algorithm>

namespace vitalstream::consensus {
namespace {

Duration longest_pause(Duration window) { return Duration{window.value() / 2}; }

}  // namespace

PeerActivity::PeerActivity(std::size_t validators, Duration window)
    : window_(window), validators_(validators) {}

void PeerActivity::start(Instant now) {
  std::ranges::fill(validators_, Activity{now, std::nullopt});
}

void PeerActivity::heard(ValidatorIndex validator, Instant now) {
  if (validator.value() >= validators_.size()) {
    return;  // an observer
  }
  Activity& activity = validators_[validator.value()];
  if (!activity.since || now - activity.last > longest_pause(window_)) {
    activity.since = now;
  }
  activity.last = now;
}

bool PeerActivity::is_silent(ValidatorIndex validator, Instant now) const {
  return now - validators_[validator.value()].last > window_;
}

bool PeerActivity::may_skip(ValidatorIndex leader, std::size_t quorum, Instant now) const {
  if (!is_silent(leader, now)) {
    return false;
  }
  const auto active = std::ranges::count_if(
      validators_, [&](const Activity& activity) { return is_active_throughout(activity, now); });
  return static_cast<std::size_t>(active) + 1 >= quorum;
}

bool PeerActivity::is_active_throughout(const Activity& activity, Instant now) const {
  return activity.since && now - *activity.since >= window_ &&
         now - activity.last <= longest_pause(window_);
}

std::vector<Instant> PeerActivity::last_heard() const {
  std::vector<Instant> instants;
  instants.reserve(validators_.size());
  for (const Activity& activity : validators_) {
    instants.push_back(activity.last);
  }
  return instants;
}

}  // namespace vitalstream::consensus
