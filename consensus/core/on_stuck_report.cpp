// C12: the answer to a stuck peer: a newer finalization, else the certificates by which its view
// was left; once per sender and retry.
#include "consensus/core/replica.hpp"

namespace vitalstream::consensus {
namespace {

// A little less than one retry, so that two honest clocks do not skip every other report.
constexpr std::int64_t kPauseNumerator = 3;
constexpr std::int64_t kPauseDenominator = 4;

}  // namespace

void Replica::on(const StuckReportArrived& input) {
  activity_.heard(input.from, clock_.now);
  const StuckReport& report = input.report;
  if (report.epoch != epoch()) {
    return;
  }
  if (report.best) {
    on(CertificateArrived{input.from, *report.best});
  }
  const Duration pause{options_.parameters.retry.value() * kPauseNumerator / kPauseDenominator};
  const auto answered = answered_at_.find(input.from);
  if (answered != answered_at_.end() && clock_.now - answered->second < pause) {
    return;
  }
  const ChainPoint& final_point = certificates_.final_point();
  std::vector<Certificate> answers;
  if (certificates_.finalization() && final_point.view > report.highest_final_view) {
    answers.push_back(*certificates_.finalization());
  }
  if (report.view < view_ && report.view > final_point.view) {
    for (Certificate& exit : certificates_.exits(report.view)) {
      answers.push_back(std::move(exit));
    }
  }
  if (!answers.empty()) {
    answered_at_[input.from] = clock_.now;
  }
  for (Certificate& answer : answers) {
    send(input.from, std::move(answer));
  }
}

}  // namespace vitalstream::consensus
