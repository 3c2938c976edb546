#include "node/app/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>

namespace vitalstream::node {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Registry;

Family<Counter>& counters(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Family<Gauge>& gauges(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

Family<Histogram>& histograms(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
}

const Histogram::BucketBoundaries kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                           0.25,  0.5,    1,     2.5,  5,     10,   30};
const Histogram::BucketBoundaries kMilliseconds{1,   2.5, 5,    10,   25,   50,   100,
                                                250, 500, 1000, 2500, 5000, 10000};
const Histogram::BucketBoundaries kSmallSeconds{0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025,
                                                0.005,   0.01,   0.025,   0.05,   0.1,   1};

// A counter that somebody else keeps.
void raise_to(Counter& counter, std::uint64_t count) {
  counter.Increment(static_cast<double>(count) - counter.Value());
}

void raise_to(Family<Counter>& family, const char* label,
              const std::vector<LabelledCount>& counts) {
  for (const LabelledCount& one : counts) {
    raise_to(family.Add({{label, one.label}}), one.count);
  }
}

double in_seconds(Duration length) {
  return static_cast<double>(length.value()) / 1e6;
}

}  // namespace

struct Metrics::Families {
  Registry registry;

  Histogram& block_time =
      histograms(registry, "blockchain_block_time_seconds", "Time between committed blocks.")
          .Add({}, kSeconds);
  Histogram& consensus_latency =
      histograms(registry, "blockchain_consensus_latency_ms",
                 "From a block's timestamp to its being final here, in milliseconds.")
          .Add({}, kMilliseconds);
  Counter& blocks =
      counters(registry, "blockchain_blocks_total", "Blocks committed since the start.").Add({});
  Counter& batches =
      counters(registry, "blockchain_batches_total", "Batches committed since the start.").Add({});
  Family<Counter>& transactions = counters(registry, "blockchain_transactions_total",
                                           "Committed transactions by the status of their result.");
  Family<Counter>& refusals = counters(registry, "blockchain_submissions_refused_total",
                                       "Submissions refused at admission, by reason.");
  Family<Counter>& lane_batches =
      counters(registry, "blockchain_lane_batches_total", "Batches stored, by lane.");
  Family<Counter>& lane_bytes =
      counters(registry, "blockchain_lane_bytes_total", "Bytes of batches stored, by lane.");
  Family<Counter>& hsm_operations =
      counters(registry, "blockchain_hsm_operations_total",
               "Operations of the key provider, by provider, operation and outcome.");
  Family<Histogram>& hsm_duration =
      histograms(registry, "blockchain_hsm_duration_seconds",
                 "Duration of the key provider's operations, by provider and operation.");
  Histogram& journal_sync = histograms(registry, "blockchain_sync_duration_seconds",
                                       "Duration of one round of syncs to disk.")
                                .Add({}, kSmallSeconds);
  Counter& evidence =
      counters(registry, "blockchain_evidence_total", "Evidence of faults found.").Add({});
  Counter& alarms =
      counters(registry, "blockchain_alarms_total", "Alarms that an operator must see.").Add({});

  Gauge& tps =
      gauges(registry, "blockchain_tps", "Committed transactions per second, last seconds.")
          .Add({});
  Gauge& height =
      gauges(registry, "blockchain_height", "Height of the last committed block.").Add({});
  Gauge& final_height =
      gauges(registry, "blockchain_final_height", "Height of the last final block.").Add({});
  Gauge& view = gauges(registry, "blockchain_view", "Current view of the replica.").Add({});
  Gauge& peers = gauges(registry, "blockchain_peer_count", "Validators connected.").Add({});
  Gauge& tls =
      gauges(registry, "blockchain_tls_connections_active",
             "Live TLS connections: sessions with peers and clients of the RPC port.")
          .Add({});
  Gauge& mempool = gauges(registry, "blockchain_mempool_transactions",
                          "Submissions of this node not yet committed.")
                       .Add({});
  Gauge& log_size =
      gauges(registry, "blockchain_log_size", "Leaves of the ledger-wide Merkle log.").Add({});
  Gauge& journal =
      gauges(registry, "blockchain_safety_record_bytes", "Size of the safety record.").Add({});
  Gauge& certificate = gauges(registry, "blockchain_certificate_expiry_seconds",
                              "Seconds until the node's peer certificate expires.")
                           .Add({{"role", "peer"}});
  Family<Counter>& peer_bytes =
      counters(registry, "blockchain_peer_bytes_total",
               "Bytes exchanged with peers, as on the wire, by direction.");
  Family<Counter>& peer_messages = counters(registry, "blockchain_peer_messages_total",
                                            "Messages exchanged with peers, by direction.");
  Family<Counter>& peer_messages_dropped =
      counters(registry, "blockchain_peer_messages_dropped_total",
               "Messages to peers that were not sent, by reason.");
  Counter& peer_sessions =
      counters(registry, "blockchain_peer_sessions_total", "Sessions with peers opened.").Add({});
  Family<Counter>& refused_connections =
      counters(registry, "blockchain_peer_connections_refused_total",
               "Peer connections that never became a session, by reason.");
  Family<Counter>& closed_sessions = counters(registry, "blockchain_peer_sessions_closed_total",
                                              "Sessions with peers that ended, by reason.");
  Family<Gauge>& family_bytes =
      gauges(registry, "blockchain_ledger_bytes", "Bytes of the ledger on disk, by column family.");
  Family<Gauge>& rpc = gauges(registry, "blockchain_rpc", "RPC server counts since the start.");
  Family<Gauge>& build =
      gauges(registry, "blockchain_build_info", "Always 1; labels tell the build.");
};

Metrics::Metrics(const std::string& version) : families_(std::make_unique<Families>()) {
  families_->build.Add({{"version", version}, {"compiler", __VERSION__}}).Set(1);
}

Metrics::~Metrics() = default;

void Metrics::on_block(std::size_t batches, Duration since_last_block) {
  families_->blocks.Increment();
  families_->batches.Increment(static_cast<double>(batches));
  families_->block_time.Observe(in_seconds(since_last_block));
}

void Metrics::on_final(Duration latency) {
  families_->consensus_latency.Observe(
      static_cast<double>(std::max<std::int64_t>(latency.value(), 0)) / 1000);
}

void Metrics::on_results(std::string_view status, std::size_t count) {
  families_->transactions.Add({{"status", std::string(status)}})
      .Increment(static_cast<double>(count));
}

void Metrics::on_submission_refused(std::string_view reason) {
  families_->refusals.Add({{"reason", std::string(reason)}}).Increment();
}

void Metrics::on_batch_stored(std::uint64_t lane, std::size_t bytes) {
  const prometheus::Labels labels{{"lane", std::to_string(lane)}};
  families_->lane_batches.Add(labels).Increment();
  families_->lane_bytes.Add(labels).Increment(static_cast<double>(bytes));
}

void Metrics::on_operation(const crypto::provider::ObservedOperation& operation) {
  const std::string provider(operation.provider);
  const std::string name(crypto::provider::to_string(operation.operation));
  families_->hsm_operations
      .Add({{"provider", provider}, {"op", name}, {"outcome", std::string(operation.outcome)}})
      .Increment();
  families_->hsm_duration.Add({{"provider", provider}, {"op", name}}, kSmallSeconds)
      .Observe(in_seconds(microseconds(operation.took.count())));
}

void Metrics::on_journal_sync(Duration took) {
  families_->journal_sync.Observe(in_seconds(took));
}

void Metrics::on_evidence() {
  families_->evidence.Increment();
}

void Metrics::on_alarm() {
  families_->alarms.Increment();
}

void Metrics::set(const GaugeReadings& readings) {
  families_->tps.Set(readings.transactions_per_second);
  families_->height.Set(static_cast<double>(readings.height));
  families_->final_height.Set(static_cast<double>(readings.final_height));
  families_->view.Set(static_cast<double>(readings.view));
  families_->peers.Set(static_cast<double>(readings.peers));
  families_->tls.Set(static_cast<double>(readings.tls_connections));
  families_->mempool.Set(static_cast<double>(readings.mempool_transactions));
  families_->log_size.Set(static_cast<double>(readings.log_size));
  families_->journal.Set(static_cast<double>(readings.journal_bytes));
  families_->certificate.Set(static_cast<double>(readings.certificate_expiry_seconds));
}

void Metrics::set(const PeerTraffic& traffic) {
  raise_to(families_->peer_bytes, "direction",
           {{"in", traffic.bytes_in}, {"out", traffic.bytes_out}});
  raise_to(families_->peer_messages, "direction",
           {{"in", traffic.messages_in}, {"out", traffic.messages_out}});
  raise_to(families_->peer_sessions, traffic.sessions_opened);
  raise_to(families_->refused_connections, "reason", traffic.refused);
  raise_to(families_->closed_sessions, "reason", traffic.closed);
  raise_to(families_->peer_messages_dropped, "reason", traffic.dropped);
}

void Metrics::set_family_bytes(std::string_view family, std::uint64_t bytes) {
  families_->family_bytes.Add({{"family", std::string(family)}}).Set(static_cast<double>(bytes));
}

void Metrics::set_rpc(std::string_view what, std::uint64_t count) {
  families_->rpc.Add({{"what", std::string(what)}}).Set(static_cast<double>(count));
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace vitalstream::node
