#include "bench/load/tally.hpp"

#include <algorithm>

namespace vitalstream::bench {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

}  // namespace

Tally::Tally(Window window) : window_(window), last_positive_(window.begin) {}

Second& Tally::second_of(std::int64_t time) {
  const auto second = static_cast<std::size_t>(std::max<std::int64_t>(time, 0) / kSecond);
  if (second >= seconds_.size()) {
    seconds_.resize(second + 1);
  }
  return seconds_[second];
}

void Tally::on_due(std::int64_t due) {
  ++second_of(due).offered;
  if (window_.contains(due)) {
    ++offered_;
  }
}

void Tally::on_positive(Timing timing) {
  Second& second = second_of(timing.answered);
  ++second.committed;
  second.latency.add(timing.answered - timing.due);
  if (window_.contains(timing.due)) {
    latency_.add(timing.answered - timing.due);
  }
  if (window_.contains(timing.answered)) {
    ++answered_in_window_;
    worst_gap_ = std::max(worst_gap_, timing.answered - last_positive_);
    last_positive_ = timing.answered;
  }
}

void Tally::on_refused(Timing timing) {
  ++second_of(timing.answered).refused;
  if (window_.contains(timing.due)) {
    ++refused_;
  }
}

void Tally::on_failed(Timing timing, const std::string& reason) {
  ++second_of(timing.answered).failed;
  if (window_.contains(timing.due)) {
    ++errors_[reason];
  }
}

std::int64_t Tally::worst_gap() const { return std::max(worst_gap_, window_.end - last_positive_); }

std::vector<Second> Tally::timeline() const {
  std::vector<Second> seconds = seconds_;
  std::uint64_t outstanding = 0;
  for (Second& second : seconds) {
    outstanding += second.offered;
    outstanding -= second.committed + second.refused + second.failed;
    second.outstanding = outstanding;
  }
  return seconds;
}

}  // namespace vitalstream::bench
