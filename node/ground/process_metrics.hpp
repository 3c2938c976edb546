#pragma once
// ProcessMetrics: what /metrics tells of the process itself rather than of its work: what it is
// doing, how far its clock is off, what its log has lost. Set just before a scrape; on the
// operations thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace vitalstream::node {

struct ProcessReadings {
  std::string_view phase;  // as in consensus_getStatus
  std::uint64_t lost_log_lines = 0;
  std::optional<Duration> clock_offset = std::nullopt;  // own clock less block time
  UnixMs last_block{};                                  // block time of the newest block
};

class ProcessMetrics {
 public:
  ProcessMetrics();
  ~ProcessMetrics();
  ProcessMetrics(const ProcessMetrics&) = delete;
  ProcessMetrics& operator=(const ProcessMetrics&) = delete;

  void set(const ProcessReadings& readings);
  // Prometheus text format.
  [[nodiscard]] std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace vitalstream::node
