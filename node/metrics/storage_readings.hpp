#pragma once
// What /metrics tells of the disk: its room, what lies there under which key, and what is damaged.
// Gathered and told just before a scrape, on one thread.

#include <cstdint>
#include <map>
#include <string>

#include "node/ground/damage_status.hpp"
#include "node/ground/low_water_mark.hpp"
#include "node/metrics/metric_families.hpp"

namespace vitalstream::node {

struct StorageReadings {
  std::map<std::string, double> family_bytes;    // by column family
  std::map<std::string, double> data_key_bytes;  // by generation of the key
  std::uint32_t data_key_generation = 0;         // that encrypts new files
  std::int64_t data_key_age_s = 0;
  std::uint64_t safety_record_bytes = 0;
};

void tell(MetricFamilies& metrics, const StorageReadings& readings);
void tell(MetricFamilies& metrics, const SpaceStatus& space);
void tell(MetricFamilies& metrics, const DamageStatus& damage);

}  // namespace vitalstream::node
