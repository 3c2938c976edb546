#pragma once
// The kinds of metric that Metrics is made of: families in a registry, and counts that somebody
// else keeps, of which only what is new is added. Used by metrics.cpp only.

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "node/ground/metrics.hpp"

namespace prometheus {
template <class Kind>
class Family;
class Counter;
class Gauge;
class Histogram;
class Registry;
}  // namespace prometheus

namespace vitalstream::node {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

[[nodiscard]] Family<Counter>& counters(Registry& registry, const char* name, const char* help);
[[nodiscard]] Family<Gauge>& gauges(Registry& registry, const char* name, const char* help);
[[nodiscard]] Family<Histogram>& histograms(Registry& registry, const char* name, const char* help);

// A counter that somebody else keeps; several that differ in a label.
void raise_to(Counter& counter, std::uint64_t count);
void raise_to(Family<Counter>& family, const char* label, const std::vector<LabelledCount>& counts);

[[nodiscard]] double in_seconds(Duration length);
[[nodiscard]] double in_seconds(std::chrono::microseconds length);

using BucketBounds = std::vector<double>;

template <class Bounds>
BucketBounds boundaries(const Bounds& bounds) {
  BucketBounds boundaries;
  for (const auto& bound : bounds) {
    boundaries.push_back(in_seconds(bound));
  }
  return boundaries;
}

// A histogram that somebody else keeps: what it has been given, so that only the rest is added.
class MirroredHistogram {
 public:
  MirroredHistogram(Family<Histogram>& family, const std::map<std::string, std::string>& labels,
                    const BucketBounds& bounds);

  void raise_to(const std::vector<double>& counts, double sum);

 private:
  Histogram& histogram_;
  std::vector<double> counts_;
  double sum_ = 0;
};

}  // namespace vitalstream::node
