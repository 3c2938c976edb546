#pragma once
// Metrics: every figure that operators see at /metrics, by the names of docs/api.md. Counters are
// added where things happen; gauges are set from snapshots just before a scrape. Any thread.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "consensus/core/view_statistics.hpp"
#include "consensus/types/validator_set.hpp"
#include "crypto/provider/operation_observer.hpp"
#include "net/rpc/rpc_stats.hpp"

namespace vitalstream::node {

// What a scrape sets, gathered by the node from its parts.
struct GaugeReadings {
  std::uint64_t height = 0;
  std::uint64_t final_height = 0;
  std::uint64_t view = 0;
  std::uint64_t peers = 0;
  std::uint64_t tls_connections = 0;
  std::uint64_t mempool_transactions = 0;
  std::uint64_t log_size = 0;
  std::uint64_t journal_bytes = 0;
  // The height that this node catches up to; 0 while it is not known to be behind.
  std::uint64_t catch_up_target = 0;
  // Of the newest block that the validator's own key has sealed; 0: none since the start.
  std::uint64_t sealed_height = 0;
  double transactions_per_second = 0;
};

// One of several counts since the start that differ in a label.
struct LabelledCount {
  std::string label;
  std::uint64_t count = 0;
};

// What p2p has counted since the start.
struct PeerTraffic {
  std::uint64_t bytes_in = 0;  // on the wire, TLS included
  std::uint64_t bytes_out = 0;
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  std::uint64_t sessions_opened = 0;
  std::uint64_t accepted = 0;             // connections that came in
  std::uint64_t strangers = 0;            // of these, at present before their hello
  std::vector<LabelledCount> handshakes;  // begun with who came in, by kind of address
  std::vector<LabelledCount> refused;  // connections that never became a session, by reason
  std::vector<LabelledCount> closed;   // sessions that ended, by reason
  std::vector<LabelledCount> dropped;  // messages that were not sent, by reason
};

// Work that peers and applications cause, and what was refused of it since the start.
struct WorkReadings {
  std::vector<LabelledCount> waiting;       // jobs of the verify pool now, by priority
  std::vector<LabelledCount> jobs_refused;  // by priority: their sender had too many waiting
  std::vector<LabelledCount> refused;       // messages of peers that were not verified, by reason
};

class Metrics final : public crypto::provider::OperationObserver {
 public:
  explicit Metrics(const std::string& version);
  ~Metrics() override;
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void on_block(std::size_t batches, Duration since_last_block);
  // From the block's timestamp to its being final here.
  void on_final(Duration latency);
  void on_results(std::string_view status, std::size_t count);
  void on_submission_refused(std::string_view reason);
  void on_batch_stored(std::uint64_t lane, std::size_t bytes);
  void on_operation(const crypto::provider::ObservedOperation& operation) override;
  void on_journal_sync(Duration took);
  void on_evidence();
  void on_alarm();
  void on_seal_failed();

  void set(const GaugeReadings& readings);
  void set(const PeerTraffic& traffic);
  void set(const WorkReadings& work);
  void set(const consensus::ViewCounts& views, const consensus::ValidatorSet& validators);
  // C18: Delta, and how long the views of each validator take, by index.
  void set_pace(Duration delta, const std::vector<Duration>& leader_times,
                const consensus::ValidatorSet& validators);
  void set(const net::RpcStats& rpc);
  void set_family_bytes(std::string_view family, std::uint64_t bytes);
  void set_data_key_bytes(std::uint32_t generation, std::uint64_t bytes);
  void set_active_data_key(std::uint32_t generation, std::int64_t age_seconds);
  void set_certificate_expiry(std::string_view role, std::int64_t seconds);

  // Prometheus text format.
  [[nodiscard]] std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace vitalstream::node
