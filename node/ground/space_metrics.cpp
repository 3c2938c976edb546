#include "node/ground/space_metrics.hpp"

#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace vitalstream::node {
namespace {

using prometheus::Gauge;

Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

struct SpaceMetrics::Families {
  prometheus::Registry registry;
  Gauge& free = gauge(registry, "blockchain_storage_free_bytes",
                      "Room on the file system of the data directory.");
  Gauge& size = gauge(registry, "blockchain_storage_size_bytes",
                      "Size of the file system of the data directory.");
  Gauge& mark = gauge(registry, "blockchain_storage_low_water_mark_bytes",
                      "With less room than this nothing is admitted.");
  Gauge& is_low = gauge(registry, "blockchain_storage_low",
                        "1 while the disk is nearly full and nothing is admitted.");
  Gauge& has_reserve = gauge(registry, "blockchain_storage_reserve_held",
                             "1 while room for the safety record is kept back.");
  Gauge& open_descriptors =
      gauge(registry, "process_open_fds", "Number of open file descriptors.");
  Gauge& descriptors_max =
      gauge(registry, "process_max_fds", "Maximum number of open file descriptors.");
};

SpaceMetrics::SpaceMetrics() : families_(std::make_unique<Families>()) {
}

SpaceMetrics::~SpaceMetrics() = default;

void SpaceMetrics::set(const SpaceStatus& space, const DescriptorReading& descriptors) {
  families_->free.Set(static_cast<double>(space.reading.free_bytes));
  families_->size.Set(static_cast<double>(space.reading.total_bytes));
  families_->mark.Set(static_cast<double>(space.mark_bytes));
  families_->is_low.Set(space.is_low ? 1 : 0);
  families_->has_reserve.Set(space.has_reserve ? 1 : 0);
  families_->open_descriptors.Set(static_cast<double>(descriptors.open));
  families_->descriptors_max.Set(static_cast<double>(descriptors.open_max));
}

std::string SpaceMetrics::text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace vitalstream::node
