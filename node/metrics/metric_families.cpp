#include "node/metrics/metric_families.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/assert.hpp"
#include "consensus/core/view_statistics.hpp"
#include "net/rpc/rpc_stats.hpp"

namespace vitalstream::node {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using Bounds = std::vector<double>;

template <class Durations>
Bounds bounds_in_seconds(const Durations& durations) {
  Bounds bounds;
  for (const auto& duration : durations) {
    bounds.push_back(in_seconds(duration));
  }
  return bounds;
}

Bounds bounds_of(Buckets buckets) {
  switch (buckets) {
    case Buckets::Seconds:
      return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
    case Buckets::Milliseconds:
      return {1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000};
    case Buckets::ShortSeconds:
      return {0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 1};
    case Buckets::Quorum:
      return bounds_in_seconds(consensus::kQuorumDelayBounds);
    case Buckets::Request:
      return bounds_in_seconds(net::kDurationBuckets);
    case Buckets::None:
      break;
  }
  return {};
}

prometheus::Labels labels_of(const MetricRow& row, MetricFamilies::Values values) {
  VS_ASSERT(values.size() == label_count(row));
  prometheus::Labels labels;
  for (std::size_t i = 0; i < values.size(); ++i) {
    labels.emplace(row.labels[i], values.begin()[i]);
  }
  return labels;
}

}  // namespace

double in_seconds(Duration length) { return static_cast<double>(length.value()) / 1e6; }

double in_seconds(std::chrono::microseconds length) {
  return static_cast<double>(length.count()) / 1e6;
}

class MetricFamilies::Registered {
 public:
  Registered() {
    for (const MetricRow& row : kMetrics) {
      add(row);
    }
  }

  Counter& counter(Metric id, Values values) {
    const Place& place = place_of(id);
    VS_ASSERT(place.counters != nullptr);
    return values.size() == 0 && place.counter != nullptr
               ? *place.counter
               : place.counters->Add(labels_of(row_of(id), values));
  }

  Gauge& gauge(Metric id, Values values) {
    const Place& place = place_of(id);
    VS_ASSERT(place.gauges != nullptr);
    return values.size() == 0 && place.gauge != nullptr
               ? *place.gauge
               : place.gauges->Add(labels_of(row_of(id), values));
  }

  Histogram& histogram(Metric id, Values values) {
    const Place& place = place_of(id);
    VS_ASSERT(place.histograms != nullptr);
    return place.histograms->Add(labels_of(row_of(id), values), place.bounds);
  }

  void replace(Metric id, const std::map<std::string, double>& by_label) {
    std::set<std::string>& shown = shown_[id];
    std::erase_if(shown, [&](const std::string& label) {
      const bool is_gone = !by_label.contains(label);
      if (is_gone) {
        place_of(id).gauges->Remove(&gauge(id, {label}));
      }
      return is_gone;
    });
    for (const auto& [label, value] : by_label) {
      gauge(id, {label}).Set(value);
      shown.insert(label);
    }
  }

  void raise_to(Metric id, const BucketCounts& now, Values values) {
    std::vector<std::string> key(values.begin(), values.end());
    Given& given = given_[{id, std::move(key)}];
    given.counts.resize(now.counts.size());
    std::vector<double> added(now.counts.size());
    for (std::size_t i = 0; i < added.size(); ++i) {
      added[i] = static_cast<double>(now.counts[i] - std::exchange(given.counts[i], now.counts[i]));
    }
    const auto sum = now.sum - std::exchange(given.sum, now.sum);
    histogram(id, values).ObserveMultiple(added, in_seconds(sum));
  }

  [[nodiscard]] std::string text() const {
    return prometheus::TextSerializer().Serialize(registry_.Collect());
  }

 private:
  // Where a row's values are; of the kinds, its own.
  struct Place {
    Family<Counter>* counters = nullptr;
    Family<Gauge>* gauges = nullptr;
    Family<Histogram>* histograms = nullptr;
    // The one value of a row without labels.
    Counter* counter = nullptr;
    Gauge* gauge = nullptr;
    Bounds bounds;
  };

  // What a histogram has been given of somebody else's counts.
  struct Given {
    std::vector<std::uint64_t> counts;
    std::chrono::microseconds sum{0};
  };

  Place& place_of(Metric id) { return places_[static_cast<std::size_t>(id)]; }

  template <class Builder>
  auto& register_in(Builder builder, const MetricRow& row) {
    return builder.Name(std::string(row.name)).Help(std::string(row.help)).Register(registry_);
  }

  void add(const MetricRow& row) {
    Place& place = place_of(row.id);
    const bool stands_alone = label_count(row) == 0;
    switch (row.kind) {
      case MetricKind::Counter:
        place.counters = &register_in(prometheus::BuildCounter(), row);
        place.counter = stands_alone ? &place.counters->Add({}) : nullptr;
        break;
      case MetricKind::Gauge:
        place.gauges = &register_in(prometheus::BuildGauge(), row);
        place.gauge = stands_alone ? &place.gauges->Add({}) : nullptr;
        break;
      case MetricKind::Histogram:
        place.histograms = &register_in(prometheus::BuildHistogram(), row);
        place.bounds = bounds_of(row.buckets);
        if (stands_alone) {
          place.histograms->Add({}, place.bounds);
        }
        break;
    }
  }

  prometheus::Registry registry_;
  std::array<Place, kMetrics.size()> places_;
  std::map<Metric, std::set<std::string>> shown_;
  std::map<std::pair<Metric, std::vector<std::string>>, Given> given_;
};

MetricFamilies::MetricFamilies() : registered_(std::make_unique<Registered>()) {}

MetricFamilies::~MetricFamilies() = default;

void MetricFamilies::add(Metric counter, double amount, Values values) {
  registered_->counter(counter, values).Increment(amount);
}

void MetricFamilies::observe(Metric histogram, double value, Values values) {
  registered_->histogram(histogram, values).Observe(value);
}

void MetricFamilies::set(Metric gauge, double value, Values values) {
  registered_->gauge(gauge, values).Set(value);
}

void MetricFamilies::replace(Metric gauge, const std::map<std::string, double>& by_label) {
  registered_->replace(gauge, by_label);
}

void MetricFamilies::raise_to(Metric counter, double count, Values values) {
  auto& shown = registered_->counter(counter, values);
  shown.Increment(count - shown.Value());
}

void MetricFamilies::raise_to(Metric counter, const std::vector<LabelledCount>& counts) {
  for (const LabelledCount& one : counts) {
    raise_to(counter, static_cast<double>(one.count), {one.label});
  }
}

void MetricFamilies::raise_to(Metric histogram, const BucketCounts& counts, Values values) {
  registered_->raise_to(histogram, counts, values);
}

std::string MetricFamilies::text() const { return registered_->text(); }

}  // namespace vitalstream::node
