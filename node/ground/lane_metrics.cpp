#include "node/ground/lane_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace vitalstream::node {
namespace {

void gauge(prometheus::Registry& registry, const char* name, const char* help,
           std::uint64_t value) {
  prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(
      static_cast<double>(value));
}

void counter(prometheus::Registry& registry, const char* name, const char* help,
             std::uint64_t value) {
  prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}).Increment(
      static_cast<double>(value));
}

}  // namespace

std::string lane_metrics(const LaneReadings& readings) {
  prometheus::Registry registry;
  gauge(registry, "blockchain_lanes_withheld",
        "Lanes of other validators that have used up their budget of bytes.",
        readings.lanes_withheld);
  gauge(registry, "blockchain_own_lane_untaken_retries",
        "Retries since too few peers take the oldest batch of the own lane.",
        readings.own_untaken_retries);
  counter(registry, "blockchain_own_lane_renewals_total",
          "Times that the own lane was begun anew because too few peers took it.",
          readings.own_renewals);
  gauge(registry, "blockchain_contents_wanted",
        "Final batches whose content is not here yet and is asked for.",
        readings.contents_wanted);
  counter(registry, "blockchain_contents_fetched_total",
          "Final batches whose content came later than they did.", readings.contents_fetched);
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace vitalstream::node
