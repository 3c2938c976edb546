#include "consensus/core/view_timers.hpp"

namespace vitalstream::consensus {
namespace {

constexpr std::int64_t kLeaderDeltas = 2;
constexpr std::int64_t kCertificationDeltas = 3;

}  // namespace

void ViewTimers::enter(Instant now) {
  entered_ = now;
  working_since_.reset();
}

void ViewTimers::set_work(bool has_work, Instant now, Duration delta) {
  if (!has_work) {
    working_since_.reset();
  } else if (!working_since_) {
    working_since_ = now;
    delta_ = delta;
  }
}

std::optional<Instant> ViewTimers::leader_deadline() const {
  if (!working_since_) {
    return std::nullopt;
  }
  return *working_since_ + delta_ * kLeaderDeltas;
}

std::optional<Instant> ViewTimers::certification_deadline() const {
  if (!working_since_) {
    return std::nullopt;
  }
  return *working_since_ + delta_ * kCertificationDeltas;
}

}  // namespace vitalstream::consensus
