#include "node/ground/metric_kinds.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <functional>

namespace vitalstream::node {

Family<Counter>& counters(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Family<Gauge>& gauges(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

Family<Histogram>& histograms(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

void raise_to(Counter& counter, std::uint64_t count) {
  counter.Increment(static_cast<double>(count) - counter.Value());
}

void raise_to(Family<Counter>& family, const char* label,
              const std::vector<LabelledCount>& counts) {
  for (const LabelledCount& one : counts) {
    raise_to(family.Add({{label, one.label}}), one.count);
  }
}

double in_seconds(Duration length) {
  return static_cast<double>(length.value()) / 1e6;
}

double in_seconds(std::chrono::microseconds length) {
  return static_cast<double>(length.count()) / 1e6;
}

MirroredHistogram::MirroredHistogram(Family<Histogram>& family,
                                     const std::map<std::string, std::string>& labels,
                                     const BucketBounds& bounds)
    : histogram_(family.Add(labels, bounds)), counts_(bounds.size() + 1) {
}

void MirroredHistogram::raise_to(const std::vector<double>& counts, double sum) {
  std::vector<double> added(counts.size());
  std::ranges::transform(counts, counts_, added.begin(), std::minus());
  histogram_.ObserveMultiple(added, sum - sum_);
  counts_ = counts;
  sum_ = sum;
}

}  // namespace vitalstream::node
