#pragma once
// MetricFamilies: the values behind the table of metrics, and the page that a scrape reads. Label
// values are given in the order of the row's labels. What the process counts as it happens (add,
// observe) may come from any thread; what is read somewhere just before a scrape (set, replace,
// raise_to) from one thread. A metric without labels stands on the page from the start, one with
// labels from the first value.

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "node/metrics/metric_table.hpp"

namespace vitalstream::node {

// One of several counts since the start that differ in a label.
struct LabelledCount {
  std::string label;
  std::uint64_t count = 0;
};

// What somebody else counts by the buckets of a histogram, since the start: one for each bound,
// and the rest.
struct BucketCounts {
  std::span<const std::uint64_t> counts;
  std::chrono::microseconds sum{0};
};

class MetricFamilies {
 public:
  using Values = std::initializer_list<std::string_view>;

  MetricFamilies();
  ~MetricFamilies();
  MetricFamilies(const MetricFamilies&) = delete;
  MetricFamilies& operator=(const MetricFamilies&) = delete;

  void add(Metric counter, double amount = 1, Values values = {});
  void observe(Metric histogram, double value, Values values = {});

  void set(Metric gauge, double value, Values values = {});
  // All lines of a gauge with one label: those that are not named go.
  void replace(Metric gauge, const std::map<std::string, double>& by_label);
  // What somebody else counts since the start.
  void raise_to(Metric counter, double count, Values values = {});
  void raise_to(Metric counter, const std::vector<LabelledCount>& counts);
  void raise_to(Metric histogram, const BucketCounts& counts, Values values = {});

  // Prometheus text format.
  [[nodiscard]] std::string text() const;

 private:
  class Registered;
  std::unique_ptr<Registered> registered_;
};

[[nodiscard]] double in_seconds(Duration length);
[[nodiscard]] double in_seconds(std::chrono::microseconds length);

}  // namespace vitalstream::node
