#include "node/ground/query_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <vector>

#include "node/ground/metric_kinds.hpp"

namespace vitalstream::node {

struct QueryMetrics::Families {
  Registry registry;
  Gauge& waiting = gauges(registry, "blockchain_queries_waiting",
                          "Calls that wait for a thread that reads the database.")
                       .Add({});
  Family<Counter>& refused =
      counters(registry, "blockchain_queries_refused_total",
               "Calls refused because too many waited: of their connection, or in all.");
  MirroredHistogram waits{
      histograms(registry, "blockchain_query_wait_seconds",
                 "How long a call waits for its turn at the threads that read the database."),
      {},
      boundaries(net::kDurationBuckets)};
};

QueryMetrics::QueryMetrics() : families_(std::make_unique<Families>()) {
}

QueryMetrics::~QueryMetrics() = default;

void QueryMetrics::set(const QueryReadings& readings) {
  families_->waiting.Set(static_cast<double>(readings.waiting));
  raise_to(families_->refused, "bound",
           {{"connection", readings.refused_of_connection}, {"all", readings.refused_of_all}});
  families_->waits.raise_to({readings.waits.begin(), readings.waits.end()},
                            in_seconds(readings.waited_sum));
}

std::string QueryMetrics::text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace vitalstream::node
