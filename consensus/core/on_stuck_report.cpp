// C12: the answer to a stuck peer: a newer finalization, else the certificates by which its view
// was left; once per sender and retry.
#include "consensus/core/on_stuck_report.hpp"

namespace vitalstream::consensus {

void OnStuckReport::on(const StuckReportArrived& input) {
  sees_.peers.heard(input.from, sees_.step.now());
  const StuckReport& report = input.report;
  if (report.epoch != sees_.options.epoch()) {
    return;
  }
  if (report.best) {
    sees_.quorums.consider(CertificateArrived{input.from, *report.best});
  }
  if (!sees_.peers.may_answer_report(input.from, sees_.step.now())) {
    return;
  }
  const ChainPoint& final_point = sees_.certificates.final_point();
  std::vector<Certificate> answers;
  if (sees_.certificates.finalization() && final_point.view > report.highest_final_view) {
    answers.push_back(*sees_.certificates.finalization());
  }
  if (report.view < sees_.view.number() && report.view > final_point.view) {
    for (Certificate& exit : sees_.certificates.exits(report.view)) {
      answers.push_back(std::move(exit));
    }
  }
  if (!answers.empty()) {
    sees_.peers.report_answered(input.from, sees_.step.now());
  }
  for (Certificate& answer : answers) {
    sees_.step.send(input.from, std::move(answer));
  }
}

}  // namespace vitalstream::consensus
