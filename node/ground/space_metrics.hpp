#pragma once
// SpaceMetrics: what /metrics tells of the disk under the data directory, and of file descriptors.
// Set just before a scrape; on the operations thread.

#include <memory>
#include <string>

#include "node/ground/descriptor_watch.hpp"
#include "node/ground/low_water_mark.hpp"

namespace vitalstream::node {

class SpaceMetrics {
 public:
  SpaceMetrics();
  ~SpaceMetrics();
  SpaceMetrics(const SpaceMetrics&) = delete;
  SpaceMetrics& operator=(const SpaceMetrics&) = delete;

  void set(const SpaceStatus& space, const DescriptorReading& descriptors);
  // Prometheus text format.
  [[nodiscard]] std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace vitalstream::node
