#include "node/metrics/storage_readings.hpp"

namespace vitalstream::node {

void tell(MetricFamilies& metrics, const StorageReadings& readings) {
  metrics.replace(Metric::LedgerBytes, readings.family_bytes);
  metrics.replace(Metric::DataKeyBytes, readings.data_key_bytes);
  metrics.set(Metric::DataKeyGeneration, readings.data_key_generation);
  metrics.set(Metric::DataKeyAge, static_cast<double>(readings.data_key_age_s));
  metrics.set(Metric::SafetyRecordBytes, static_cast<double>(readings.safety_record_bytes));
}

void tell(MetricFamilies& metrics, const SpaceStatus& space) {
  metrics.set(Metric::FreeBytes, static_cast<double>(space.reading.free_bytes));
  metrics.set(Metric::DiskBytes, static_cast<double>(space.reading.total_bytes));
  metrics.set(Metric::LowWaterMark, static_cast<double>(space.mark_bytes));
  metrics.set(Metric::DiskLow, space.is_low ? 1 : 0);
  metrics.set(Metric::ReserveHeld, space.has_reserve ? 1 : 0);
}

void tell(MetricFamilies& metrics, const DamageStatus& damage) {
  std::map<std::string, double> files;
  for (const DamageStatus::File& file : damage.files) {
    files[file.family.empty() ? "none" : file.family] += 1;
  }
  metrics.replace(Metric::DamagedFiles, files);
  metrics.set(Metric::Repairing, damage.is_repairing ? 1 : 0);
  metrics.set(Metric::RepairFailed, damage.obstacle.empty() ? 0 : 1);
  metrics.raise_to(Metric::Repairs, static_cast<double>(damage.repairs));
  metrics.raise_to(Metric::ScrubbedBytes, static_cast<double>(damage.scrubbed_bytes));
  metrics.raise_to(Metric::ScrubRounds, static_cast<double>(damage.rounds));
  const auto done = static_cast<double>(damage.round_files_done);
  const auto files_of_round = static_cast<double>(damage.round_files);
  metrics.set(Metric::ScrubProgress, damage.round_files == 0 ? 0 : done / files_of_round);
}

}  // namespace vitalstream::node
