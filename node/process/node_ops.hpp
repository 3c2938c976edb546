#pragma once
// NodeOps: the node behind the operations listener (net/rpc/ops_api.hpp): probes, metrics, log
// level. Answers from atomics and snapshots; on the operations thread.

#include <atomic>
#include <string>

#include "net/p2p/network_stats.hpp"
#include "net/rpc/ops_api.hpp"
#include "node/ground/rate_meter.hpp"
#include "node/metrics/metric_families.hpp"
#include "node/process/node.hpp"
#include "storage/key_usage.hpp"

namespace vitalstream::node {

class NodeOps final : public net::OpsApi {
 public:
  explicit NodeOps(Node::Parts& parts);

  void set_started() { started_ = true; }
  void set_stopping() { stopping_ = true; }

  [[nodiscard]] net::ProbeAnswer liveness() override;
  [[nodiscard]] net::ProbeAnswer readiness(const net::ReadinessBounds& bounds) override;
  [[nodiscard]] net::ProbeAnswer startup() override;
  [[nodiscard]] std::string metrics() override;
  [[nodiscard]] std::string version_json() override;
  [[nodiscard]] std::string log_level() override;
  [[nodiscard]] bool set_log_level(std::string_view level) override;

 private:
  void tell_chain(MetricFamilies& metrics);
  void tell_process(MetricFamilies& metrics, const net::PeerNetworkStats& network);
  void tell_storage(MetricFamilies& metrics);

  Node::Parts& parts_;
  RateMeter rate_;
  storage::KeyUsage database_keys_;
  storage::KeyUsage record_keys_;
  std::atomic<bool> started_{false};
  std::atomic<bool> stopping_{false};
};

}  // namespace vitalstream::node
