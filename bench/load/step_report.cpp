#include "bench/load/step_report.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace vitalstream::bench {
namespace {

// Milliseconds with the microseconds behind the point.
double in_milliseconds(std::int64_t microseconds) {
  return static_cast<double>(microseconds) / 1000.0;
}

double rounded(double value, double unit) { return std::round(value / unit) * unit; }

boost::json::object latencies(const LatencyHistogram& latency) {
  return {{"p50", in_milliseconds(latency.quantile(0.5))},
          {"p90", in_milliseconds(latency.quantile(0.9))},
          {"p99", in_milliseconds(latency.quantile(0.99))},
          {"p999", in_milliseconds(latency.quantile(0.999))},
          {"max", in_milliseconds(latency.max())}};
}

boost::json::object reasons(const Tally& tally) {
  boost::json::object errors;
  for (const auto& [reason, count] : tally.errors()) {
    errors[reason] = count;
  }
  return errors;
}

boost::json::array timeline(const Tally& tally) {
  boost::json::array seconds;
  for (const Second& second : tally.timeline()) {
    seconds.push_back(
        boost::json::object{{"second", seconds.size()},
                            {"offered", second.offered},
                            {"committed", second.committed},
                            {"refused", second.refused},
                            {"failed", second.failed},
                            {"outstanding", second.outstanding},
                            {"p50_ms", in_milliseconds(second.latency.quantile(0.5))},
                            {"p99_ms", in_milliseconds(second.latency.quantile(0.99))}});
  }
  return seconds;
}

}  // namespace

std::string step_report(const LoadOptions& options, const LoadRun& run,
                        const LedgerVerdict& verdict) {
  const Tally& tally = run.tally();
  const double seconds = tally.window().seconds();
  const auto per_second = [seconds](std::uint64_t count) {
    return rounded(static_cast<double>(count) / seconds, 0.1);
  };
  return boost::json::serialize(boost::json::object{
      {"offered_tps", options.rate},
      {"committed_tps", per_second(tally.answered_in_window())},
      {"offered", tally.offered()},
      {"committed", tally.committed()},
      {"refused", tally.refused()},
      {"errors", reasons(tally)},
      {"lost", verdict.lost},
      {"looked_up", verdict.looked_up},
      {"latency_ms", latencies(tally.latency())},
      {"worst_gap_ms", in_milliseconds(tally.worst_gap())},
      {"generator_cores", rounded(run.cost().processor_seconds / seconds, 0.001)},
      {"warmup_s", options.warmup_seconds},
      {"duration_s", options.duration_seconds},
      {"window_unix", boost::json::array{run.cost().window_begin_unix, run.cost().window_end_unix}},
      {"timeline", timeline(tally)}});
}

}  // namespace vitalstream::bench
