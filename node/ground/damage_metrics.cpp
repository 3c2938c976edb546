#include "node/ground/damage_metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

#include "node/ground/metric_kinds.hpp"

namespace vitalstream::node {

std::string damage_metrics(const DamageStatus& status) {
  Registry registry;
  auto& damaged = gauges(registry, "blockchain_storage_damaged_files",
                         "Files of the database of which something cannot be read.");
  std::map<std::string, double> files;
  for (const DamageStatus::File& file : status.files) {
    files[file.family.empty() ? "none" : file.family] += 1;
  }
  for (const auto& [family, count] : files) {
    damaged.Add({{"family", family}}).Set(count);
  }
  const auto gauge = [&](const char* name, const char* help, double value) {
    gauges(registry, name, help).Add({}).Set(value);
  };
  const auto counter = [&](const char* name, const char* help, std::uint64_t value) {
    counters(registry, name, help).Add({}).Increment(static_cast<double>(value));
  };
  gauge("blockchain_storage_repairing", "1 while the state is made anew from the blocks.",
        status.is_repairing ? 1 : 0);
  gauge("blockchain_storage_repair_failed", "1 if the state could not be made anew.",
        status.obstacle.empty() ? 0 : 1);
  counter("blockchain_storage_repairs_total", "Times that the state was made anew.",
          status.repairs);
  counter("blockchain_storage_scrubbed_bytes_total",
          "Bytes of tables and bodies that were read to find damage.", status.scrubbed_bytes);
  counter("blockchain_storage_scrub_rounds_total", "Times that all of them were read.",
          status.rounds);
  gauge("blockchain_storage_scrub_progress", "The share of its files that this round has read.",
        status.round_files == 0 ? 0
                                : static_cast<double>(status.round_files_done) /
                                      static_cast<double>(status.round_files));
  return prometheus::TextSerializer().Serialize(registry.Collect());
}

}  // namespace vitalstream::node
