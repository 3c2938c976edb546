#include "node/ground/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <map>
#include <utility>

#include "node/ground/metric_kinds.hpp"

namespace vitalstream::node {
namespace {

const BucketBounds kSeconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                           0.25,  0.5,    1,     2.5,  5,     10,   30};
const BucketBounds kMilliseconds{1,   2.5, 5,    10,   25,   50,   100,
                                                250, 500, 1000, 2500, 5000, 10000};
const BucketBounds kSmallSeconds{0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025,
                                                0.005,   0.01,   0.025,   0.05,   0.1,   1};

// Labels of requests that were answered, and of those that came to no method.
constexpr std::string_view kAnswered = "ok";
constexpr std::string_view kNoMethod = "none";

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
  Gauge& tls = gauges(registry, "blockchain_tls_connections_active",
                      "Live TLS connections: sessions with peers and clients of the RPC port.")
                   .Add({});
  Gauge& mempool = gauges(registry, "blockchain_mempool_transactions",
                          "Submissions of this node not yet committed.")
                       .Add({});
  Gauge& log_size =
      gauges(registry, "blockchain_log_size", "Leaves of the ledger-wide Merkle log.").Add({});
  Gauge& catch_up_target =
      gauges(registry, "blockchain_catch_up_target_height",
             "Height that the node catches up to; 0 while it is not known to be behind.")
          .Add({});
  Gauge& sealed_height =
      gauges(registry, "blockchain_sealed_height", "Newest block sealed by the own key.").Add({});
  Counter& seal_failures =
      counters(registry, "blockchain_seal_failures_total", "Seals that were not made.").Add({});
  Gauge& blocks_behind =
      gauges(registry, "blockchain_catch_up_blocks_behind", "Blocks until that height.").Add({});
  Family<Counter>& nullified_views = counters(registry, "blockchain_nullified_views_total",
                                              "Views that were skipped, by their leader.");
  Gauge& delta = gauges(registry, "blockchain_delta_seconds",
                        "How long a message is taken to travel at most; timers follow it.")
                     .Add({});
  Family<Gauge>& leader_time = gauges(registry, "blockchain_leader_time_seconds",
                                      "How long the views of a validator take, by leader.");
  Family<Counter>& missed_blocks =
      counters(registry, "blockchain_validator_missed_blocks_total",
               "Final blocks for which no vote of a validator was seen, by validator.");
  Gauge& missing_validators =
      gauges(registry, "blockchain_missing_validators",
             "Validators of which no vote was seen for the last final block.")
          .Add({});
  MirroredHistogram quorum_delay{
      histograms(registry, "blockchain_quorum_delay_seconds",
                 "From a proposal's arrival to a quorum of notarize votes for it."),
      {},
      boundaries(consensus::kQuorumDelayBounds)};
  Gauge& journal =
      gauges(registry, "blockchain_safety_record_bytes", "Size of the safety record.").Add({});
  Family<Gauge>& certificates = gauges(registry, "blockchain_certificate_expiry_seconds",
                                       "Seconds until a certificate of the node expires, by role.");
  Family<Counter>& peer_bytes =
      counters(registry, "blockchain_peer_bytes_total",
               "Bytes exchanged with peers, as on the wire, by direction.");
  Family<Counter>& peer_messages = counters(registry, "blockchain_peer_messages_total",
                                            "Messages exchanged with peers, by direction.");
  Family<Counter>& peer_messages_dropped =
      counters(registry, "blockchain_peer_messages_dropped_total",
               "Messages to peers that were not sent, by reason.");
  Family<Gauge>& verify_waiting =
      gauges(registry, "blockchain_verify_jobs_waiting",
             "Jobs that wait for the threads that check signatures, by priority.");
  Family<Counter>& verify_refused =
      counters(registry, "blockchain_verify_jobs_refused_total",
               "Jobs refused because their sender had too many waiting, by priority.");
  Family<Counter>& peer_work_refused =
      counters(registry, "blockchain_peer_work_refused_total",
               "What peers sent and was dropped before its signatures were checked, by reason.");
  Counter& peer_accepted = counters(registry, "blockchain_peer_connections_accepted_total",
                                    "Connections that came in at the peer port.")
                               .Add({});
  Gauge& peer_strangers =
      gauges(registry, "blockchain_peer_strangers",
             "Connections at the peer port that have not shown yet who they are.")
          .Add({});
  Family<Counter>& peer_handshakes =
      counters(registry, "blockchain_peer_handshakes_total",
               "TLS handshakes begun at the peer port, by kind of address.");
  Counter& peer_sessions =
      counters(registry, "blockchain_peer_sessions_total", "Sessions with peers opened.").Add({});
  Family<Counter>& refused_connections =
      counters(registry, "blockchain_peer_connections_refused_total",
               "Peer connections that never became a session, by reason.");
  Family<Counter>& closed_sessions = counters(registry, "blockchain_peer_sessions_closed_total",
                                              "Sessions with peers that ended, by reason.");
  Family<Gauge>& family_bytes =
      gauges(registry, "blockchain_ledger_bytes", "Bytes of the ledger on disk, by column family.");
  Family<Gauge>& data_key_bytes =
      gauges(registry, "blockchain_storage_data_key_bytes",
             "Bytes of the ledger's files on disk, by generation of the key that encrypts them.");
  Gauge& data_key = gauges(registry, "blockchain_storage_data_key_generation",
                           "Generation of the key that encrypts new files of the ledger.")
                        .Add({});
  Gauge& data_key_age = gauges(registry, "blockchain_storage_data_key_age_seconds",
                               "Age of the key that encrypts new files of the ledger.")
                            .Add({});
  Family<Counter>& rpc_requests = counters(registry, "blockchain_rpc_requests_total",
                                           "Requests of applications, by method and code.");
  Family<Histogram>& rpc_duration =
      histograms(registry, "blockchain_rpc_duration_seconds",
                 "From a request of an application to its answer, by method.");
  std::map<std::string_view, MirroredHistogram> rpc_duration_of;
  Gauge& rpc_connections =
      gauges(registry, "blockchain_rpc_connections", "Connections of applications that are open.")
          .Add({});
  Gauge& rpc_in_flight =
      gauges(registry, "blockchain_rpc_in_flight", "Requests of applications under way.").Add({});
  Counter& rpc_cut_readers = counters(registry, "blockchain_rpc_cut_readers_total",
                                      "Applications cut because they did not read their answers.")
                                 .Add({});
  Counter& rpc_gave_way =
      counters(registry, "blockchain_rpc_gave_way_total",
               "Connections that asked nothing and were closed for the sake of newer ones.")
          .Add({});
  Counter& rpc_faults = counters(registry, "blockchain_rpc_faults_total",
                                 "Connections cut because the RPC server failed.")
                            .Add({});
  Family<Gauge>& build =
      gauges(registry, "blockchain_build_info", "Always 1; labels tell the build.");

  // Pairs that never occurred have no line.
  void count_requests(std::string_view method, std::string_view code, std::uint64_t count) {
    if (count > 0) {
      raise_to(rpc_requests.Add({{"method", std::string(method)}, {"code", std::string(code)}}),
               count);
    }
  }
  void time_requests(std::string_view method, const net::MethodStats& stats);
};

void Metrics::Families::time_requests(std::string_view method, const net::MethodStats& stats) {
  std::vector<double> counts;
  for (const auto& count : stats.durations) {
    counts.push_back(static_cast<double>(count.load(std::memory_order_relaxed)));
  }
  if (std::ranges::none_of(counts, [](double count) { return count > 0; })) {
    return;
  }
  auto histogram = rpc_duration_of.find(method);
  if (histogram == rpc_duration_of.end()) {
    static const BucketBounds kBounds = boundaries(net::kDurationBuckets);
    histogram = rpc_duration_of
                    .try_emplace(method, rpc_duration,
                                 prometheus::Labels{{"method", std::string(method)}}, kBounds)
                    .first;
  }
  const auto sum = static_cast<double>(stats.duration_us_sum.load(std::memory_order_relaxed));
  histogram->second.raise_to(counts, sum / 1e6);
}

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

void Metrics::on_seal_failed() {
  families_->seal_failures.Increment();
}

void Metrics::set(const GaugeReadings& readings) {
  families_->sealed_height.Set(static_cast<double>(readings.sealed_height));
  families_->tps.Set(readings.transactions_per_second);
  families_->height.Set(static_cast<double>(readings.height));
  families_->final_height.Set(static_cast<double>(readings.final_height));
  families_->view.Set(static_cast<double>(readings.view));
  families_->peers.Set(static_cast<double>(readings.peers));
  families_->tls.Set(static_cast<double>(readings.tls_connections));
  families_->mempool.Set(static_cast<double>(readings.mempool_transactions));
  families_->log_size.Set(static_cast<double>(readings.log_size));
  families_->journal.Set(static_cast<double>(readings.journal_bytes));
  families_->catch_up_target.Set(static_cast<double>(readings.catch_up_target));
  const bool is_behind = readings.catch_up_target > readings.height;
  families_->blocks_behind.Set(
      is_behind ? static_cast<double>(readings.catch_up_target - readings.height) : 0);
}

void Metrics::set(const PeerTraffic& traffic) {
  raise_to(families_->peer_bytes, "direction",
           {{"in", traffic.bytes_in}, {"out", traffic.bytes_out}});
  raise_to(families_->peer_messages, "direction",
           {{"in", traffic.messages_in}, {"out", traffic.messages_out}});
  raise_to(families_->peer_accepted, traffic.accepted);
  families_->peer_strangers.Set(static_cast<double>(traffic.strangers));
  raise_to(families_->peer_handshakes, "from", traffic.handshakes);
  raise_to(families_->peer_sessions, traffic.sessions_opened);
  raise_to(families_->refused_connections, "reason", traffic.refused);
  raise_to(families_->closed_sessions, "reason", traffic.closed);
  raise_to(families_->peer_messages_dropped, "reason", traffic.dropped);
}

void Metrics::set(const WorkReadings& work) {
  for (const LabelledCount& one : work.waiting) {
    families_->verify_waiting.Add({{"priority", one.label}}).Set(static_cast<double>(one.count));
  }
  raise_to(families_->verify_refused, "priority", work.jobs_refused);
  raise_to(families_->peer_work_refused, "reason", work.refused);
}

void Metrics::set(const consensus::ViewCounts& views, const consensus::ValidatorSet& validators) {
  for (std::size_t i = 0; i < validators.size(); ++i) {
    const std::string& name = validators.validators()[i].name;
    raise_to(families_->nullified_views.Add({{"leader", name}}), views.nullified[i]);
    raise_to(families_->missed_blocks.Add({{"validator", name}}), views.missed[i]);
  }
  families_->missing_validators.Set(static_cast<double>(views.missing_now));
  families_->quorum_delay.raise_to({views.quorum_delays.begin(), views.quorum_delays.end()},
                                   in_seconds(views.quorum_delay_sum));
}

void Metrics::set_pace(Duration delta, const std::vector<Duration>& leader_times,
                       const consensus::ValidatorSet& validators) {
  families_->delta.Set(in_seconds(delta));
  for (std::size_t i = 0; i < leader_times.size(); ++i) {
    families_->leader_time.Add({{"leader", validators.validators()[i].name}})
        .Set(in_seconds(leader_times[i]));
  }
}

void Metrics::set(const net::RpcStats& rpc) {
  families_->rpc_connections.Set(static_cast<double>(rpc.connections()));
  families_->rpc_in_flight.Set(static_cast<double>(rpc.in_flight()));
  raise_to(families_->rpc_cut_readers, rpc.cut_readers());
  raise_to(families_->rpc_gave_way, rpc.gave_way());
  raise_to(families_->rpc_faults, rpc.faults());
  for (const net::RpcErrorInfo& error : net::all_rpc_errors()) {
    families_->count_requests(kNoMethod, error.reason, rpc.refused_early(error.cause));
  }
  for (std::size_t i = 0; i < rpc.methods().size(); ++i) {
    const std::string_view name = rpc.methods()[i]->name;
    const net::MethodStats& method = rpc.of_method(i);
    families_->count_requests(name, kAnswered, method.answered);
    for (const net::RpcErrorInfo& error : net::all_rpc_errors()) {
      const auto cause = static_cast<std::size_t>(error.cause);
      families_->count_requests(name, error.reason, method.refused[cause]);
    }
    families_->time_requests(name, method);
  }
}

void Metrics::set_family_bytes(std::string_view family, std::uint64_t bytes) {
  families_->family_bytes.Add({{"family", std::string(family)}}).Set(static_cast<double>(bytes));
}

void Metrics::set_data_key_bytes(std::uint32_t generation, std::uint64_t bytes) {
  families_->data_key_bytes.Add({{"generation", std::to_string(generation)}})
      .Set(static_cast<double>(bytes));
}

void Metrics::set_active_data_key(std::uint32_t generation, std::int64_t age_seconds) {
  families_->data_key.Set(generation);
  families_->data_key_age.Set(static_cast<double>(age_seconds));
}

void Metrics::set_certificate_expiry(std::string_view role, std::int64_t seconds) {
  families_->certificates.Add({{"role", std::string(role)}}).Set(static_cast<double>(seconds));
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace vitalstream::node
