#pragma once
// OpsApi: what the operations listener (9545) asks the node. Implemented by node. Every
// function is called on the listener's thread and answers at once, from atomics or from a registry
// that is safe to read, so that a probe is answered even while the node is busy.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vitalstream::net {

struct ProbeAnswer {
  bool ok = false;
  std::string why;  // of what is not ok; while ok, what an operator should know all the same
};

// The query of /readyz; what is not given is not asked.
struct ReadinessBounds {
  std::optional<std::uint64_t> min_peers;
  std::optional<std::uint64_t> max_blocks_behind;
  // It has the right to vote and has caught up: what a rollout waits for before the next node.
  bool may_vote = false;
};

class OpsApi {
 public:
  virtual ~OpsApi() = default;

  // A restart would help if not. A halt is none of these: it must not end by a restart.
  [[nodiscard]] virtual ProbeAnswer liveness() = 0;
  // It may be sent work.
  [[nodiscard]] virtual ProbeAnswer readiness(const ReadinessBounds& bounds) = 0;
  // Its start (recovery, opening of the database) is over.
  [[nodiscard]] virtual ProbeAnswer startup() = 0;
  // Prometheus text exposition format 0.0.4.
  [[nodiscard]] virtual std::string metrics() = 0;
  // A JSON object: version, build, compiler, ...
  [[nodiscard]] virtual std::string version_json() = 0;
  [[nodiscard]] virtual std::string log_level() = 0;
  // False for a word that is no level.
  [[nodiscard]] virtual bool set_log_level(std::string_view level) = 0;
};

}  // namespace vitalstream::net
