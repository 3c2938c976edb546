#pragma once
// The table of metrics: every figure at /metrics with its name, kind, labels and meaning. The
// families are registered from it, docs/metrics.md is generated from it. Counters and histograms
// count from the start of the process; what a label may say is a short, fixed list. Pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vitalstream::node {

enum class MetricKind : std::uint8_t { Counter, Gauge, Histogram };

// The bounds of a histogram's buckets.
enum class Buckets : std::uint8_t { None, Seconds, Milliseconds, ShortSeconds, Quorum, Request };

enum class Metric : std::uint8_t {
  Tps,
  BlockTime,
  ConsensusLatency,
  Height,
  FinalHeight,
  View,
  SealedHeight,
  SealFailures,
  CatchUpTarget,
  CatchUpBehind,
  NullifiedViews,
  Delta,
  LeaderTime,
  MissingValidators,
  MissedBlocks,
  QuorumDelay,
  Blocks,
  Batches,
  Transactions,
  LogSize,
  Mempool,
  SubmissionsRefused,
  LaneBatches,
  LaneBytes,
  LanesWithheld,
  OwnLaneUntaken,
  OwnLaneRenewals,
  ContentsWanted,
  ContentsFetched,
  HsmOperations,
  HsmDuration,
  SyncDuration,
  SafetyRecordBytes,
  LedgerBytes,
  FreeBytes,
  DiskBytes,
  LowWaterMark,
  DiskLow,
  ReserveHeld,
  DamagedFiles,
  Repairing,
  RepairFailed,
  Repairs,
  ScrubbedBytes,
  ScrubRounds,
  ScrubProgress,
  DataKeyBytes,
  DataKeyGeneration,
  DataKeyAge,
  Evidence,
  Alarms,
  Peers,
  TlsConnections,
  PeerBytes,
  PeerMessages,
  PeerMessagesDropped,
  QueueWaiting,
  QueueBegun,
  QueueWaited,
  QueueLate,
  VerifyWaiting,
  VerifyRefused,
  PeerWorkRefused,
  PeerSessions,
  PeerAccepted,
  PeerStrangers,
  PeerHandshakes,
  PeerRefused,
  PeerClosed,
  CertificateExpiry,
  RpcRequests,
  RpcDuration,
  RpcConnections,
  RpcInFlight,
  RpcCutReaders,
  RpcFaults,
  RpcGaveWay,
  QueriesWaiting,
  QueriesRefused,
  QueryWait,
  Phase,
  LastBlock,
  ClockOffset,
  LogLinesLost,
  OpenDescriptors,
  DescriptorsMax,
  BuildInfo,
};

inline constexpr std::size_t kMetricLabelsMax = 3;

struct MetricRow {
  Metric id;
  MetricKind kind;
  std::string_view name;
  std::array<std::string_view, kMetricLabelsMax> labels;  // the first empty one ends them
  Buckets buckets;
  std::string_view help;
};

[[nodiscard]] constexpr std::size_t label_count(const MetricRow& row) {
  std::size_t count = 0;
  while (count < kMetricLabelsMax && !row.labels[count].empty()) {
    ++count;
  }
  return count;
}

namespace metric_rows {

using Labels = std::array<std::string_view, kMetricLabelsMax>;

constexpr MetricRow counter(Metric id, std::string_view name, Labels labels,
                            std::string_view help) {
  return {id, MetricKind::Counter, name, labels, Buckets::None, help};
}

constexpr MetricRow gauge(Metric id, std::string_view name, Labels labels, std::string_view help) {
  return {id, MetricKind::Gauge, name, labels, Buckets::None, help};
}

constexpr MetricRow histogram(Metric id, std::string_view name, Labels labels, Buckets buckets,
                              std::string_view help) {
  return {id, MetricKind::Histogram, name, labels, buckets, help};
}

}  // namespace metric_rows

inline constexpr auto kMetrics = [] {
  using metric_rows::counter;
  using metric_rows::gauge;
  using metric_rows::histogram;
  return std::to_array({
      gauge(Metric::Tps, "blockchain_tps", {},
            "committed transactions per second over the last ten seconds"),
      histogram(Metric::BlockTime, "blockchain_block_time_seconds", {}, Buckets::Seconds,
                "time between committed blocks"),
      histogram(Metric::ConsensusLatency, "blockchain_consensus_latency_ms", {},
                Buckets::Milliseconds, "from a block's timestamp to its being final here"),
      gauge(Metric::Height, "blockchain_height", {}, "height of the last committed block"),
      gauge(Metric::FinalHeight, "blockchain_final_height", {}, "height of the last final block"),
      gauge(Metric::View, "blockchain_view", {}, "current view of the replica"),
      gauge(Metric::SealedHeight, "blockchain_sealed_height", {},
            "where votes are signed by delegation: the newest block that the validator's own key "
            "has sealed"),
      counter(Metric::SealFailures, "blockchain_seal_failures_total", {},
              "seals of the own key that were not made"),
      gauge(Metric::CatchUpTarget, "blockchain_catch_up_target_height", {},
            "the height that the node catches up to; 0 while it is not known to be behind"),
      gauge(Metric::CatchUpBehind, "blockchain_catch_up_blocks_behind", {},
            "blocks from here to the height that the node catches up to"),
      counter(Metric::NullifiedViews, "blockchain_nullified_views_total", {"leader"},
              "views that were skipped, by the validator whose turn it was"),
      gauge(Metric::Delta, "blockchain_delta_seconds", {},
            "how long a message is taken to travel at most: the timers of a view follow it"),
      gauge(Metric::LeaderTime, "blockchain_leader_time_seconds", {"leader"},
            "how long the views of this validator take; one far above the others, and above "
            "`blockchain_delta_seconds`, is a slow leader that loses its views"),
      gauge(Metric::MissingValidators, "blockchain_missing_validators", {},
            "validators of which no vote was seen for the last final block"),
      counter(Metric::MissedBlocks, "blockchain_validator_missed_blocks_total", {"validator"},
              "final blocks for which no vote of this validator was seen"),
      histogram(Metric::QuorumDelay, "blockchain_quorum_delay_seconds", {}, Buckets::Quorum,
                "from a proposal's arrival to a quorum of notarize votes for it"),
      counter(Metric::Blocks, "blockchain_blocks_total", {}, "blocks committed"),
      counter(Metric::Batches, "blockchain_batches_total", {}, "batches committed"),
      counter(Metric::Transactions, "blockchain_transactions_total", {"status"},
              "transactions committed, by the status of their result"),
      gauge(Metric::LogSize, "blockchain_log_size", {}, "leaves of the ledger-wide Merkle log"),
      gauge(Metric::Mempool, "blockchain_mempool_transactions", {},
            "submissions to this node that are not yet committed"),
      counter(Metric::SubmissionsRefused, "blockchain_submissions_refused_total", {"reason"},
              "submissions refused at admission, by the reason of the error"),
      counter(Metric::LaneBatches, "blockchain_lane_batches_total", {"lane"},
              "batches stored, by the validator that made them"),
      counter(Metric::LaneBytes, "blockchain_lane_bytes_total", {"lane"},
              "bytes of the batches stored, by the validator that made them"),
      gauge(Metric::LanesWithheld, "blockchain_lanes_withheld", {},
            "lanes of others that have used up their budget of bytes (L2)"),
      gauge(Metric::OwnLaneUntaken, "blockchain_own_lane_untaken_retries", {},
            "retries since too few peers take the oldest batch of the own lane"),
      counter(Metric::OwnLaneRenewals, "blockchain_own_lane_renewals_total", {},
              "times that the own lane was begun anew because too few peers took it"),
      gauge(Metric::ContentsWanted, "blockchain_contents_wanted", {},
            "final batches whose content is not here yet and is asked for"),
      counter(Metric::ContentsFetched, "blockchain_contents_fetched_total", {},
              "final batches whose content came later than they did"),
      counter(Metric::HsmOperations, "blockchain_hsm_operations_total",
              {"provider", "op", "outcome"},
              "calls to the key provider, repeated ones too: `open`, `sign`, `wrap`, `unwrap`, "
              "`health`; `ok`, `refused`, `unavailable`, `wrong`"),
      histogram(Metric::HsmDuration, "blockchain_hsm_duration_seconds", {"provider", "op"},
                Buckets::ShortSeconds, "duration of calls to the key provider"),
      histogram(Metric::SyncDuration, "blockchain_sync_duration_seconds", {}, Buckets::ShortSeconds,
                "duration of one round of syncs to disk"),
      gauge(Metric::SafetyRecordBytes, "blockchain_safety_record_bytes", {},
            "size of the safety record"),
      gauge(Metric::LedgerBytes, "blockchain_ledger_bytes", {"family"},
            "bytes of the ledger on disk, by column family"),
      gauge(Metric::FreeBytes, "blockchain_storage_free_bytes", {},
            "room on the file system of the data directory"),
      gauge(Metric::DiskBytes, "blockchain_storage_size_bytes", {},
            "size of the file system of the data directory"),
      gauge(Metric::LowWaterMark, "blockchain_storage_low_water_mark_bytes", {},
            "with less room than this nothing is admitted"),
      gauge(Metric::DiskLow, "blockchain_storage_low", {},
            "1 while there is less room than the low-water mark"),
      gauge(Metric::ReserveHeld, "blockchain_storage_reserve_held", {},
            "1 while room for the safety record is kept back; 0: it is in use, or there is none"),
      gauge(Metric::DamagedFiles, "blockchain_storage_damaged_files", {"family"},
            "files of the database of which something cannot be read"),
      gauge(Metric::Repairing, "blockchain_storage_repairing", {},
            "1 while the state is made anew from the blocks"),
      gauge(Metric::RepairFailed, "blockchain_storage_repair_failed", {},
            "1 if the state could not be made anew"),
      counter(Metric::Repairs, "blockchain_storage_repairs_total", {},
              "times that the state was made anew"),
      counter(Metric::ScrubbedBytes, "blockchain_storage_scrubbed_bytes_total", {},
              "bytes of tables and bodies that were read to find damage"),
      counter(Metric::ScrubRounds, "blockchain_storage_scrub_rounds_total", {},
              "times that all tables and bodies were read to find damage"),
      gauge(Metric::ScrubProgress, "blockchain_storage_scrub_progress", {},
            "the share of all files that the present round has read"),
      gauge(Metric::DataKeyBytes, "blockchain_storage_data_key_bytes", {"generation"},
            "bytes of the files of ledger and safety record, by the generation of the data key "
            "that encrypts them (`encryption.md`)"),
      gauge(Metric::DataKeyGeneration, "blockchain_storage_data_key_generation", {},
            "the data key that encrypts new files"),
      gauge(Metric::DataKeyAge, "blockchain_storage_data_key_age_seconds", {},
            "age of the data key that encrypts new files"),
      counter(Metric::Evidence, "blockchain_evidence_total", {}, "evidence of faults"),
      counter(Metric::Alarms, "blockchain_alarms_total", {}, "alarms that an operator must see"),
      gauge(Metric::Peers, "blockchain_peer_count", {}, "validators connected"),
      gauge(Metric::TlsConnections, "blockchain_tls_connections_active", {},
            "live TLS connections: sessions with peers and clients of the RPC port"),
      counter(Metric::PeerBytes, "blockchain_peer_bytes_total", {"direction"},
              "bytes from and to all peers as on the wire, TLS included"),
      counter(Metric::PeerMessages, "blockchain_peer_messages_total", {"direction"},
              "messages from and to all peers"),
      counter(Metric::PeerMessagesDropped, "blockchain_peer_messages_dropped_total", {"reason"},
              "messages not sent: no session, or its queue was full; they are sent again or asked "
              "for"),
      gauge(Metric::QueueWaiting, "blockchain_queue_waiting", {"queue"},
            "work that waits in each line of the node (`node/ground/queues.hpp`)"),
      counter(Metric::QueueBegun, "blockchain_queue_begun_total", {"queue"},
              "work that has begun, by the line in which it waited"),
      counter(Metric::QueueWaited, "blockchain_queue_waited_seconds_total", {"queue"},
              "how long all work that has begun had waited"),
      counter(Metric::QueueLate, "blockchain_queue_late_total", {"queue"},
              "work that waited for longer than it should in that line"),
      gauge(Metric::VerifyWaiting, "blockchain_verify_jobs_waiting", {"priority"},
            "jobs that wait for the threads that check signatures: `votes`, `batches`, "
            "`submissions`"),
      counter(Metric::VerifyRefused, "blockchain_verify_jobs_refused_total", {"priority"},
              "jobs that were not taken, because their sender had too many waiting"),
      counter(Metric::PeerWorkRefused, "blockchain_peer_work_refused_total", {"reason"},
              "what peers sent and was dropped before its signatures were checked: "
              "`ProposalOutsideWindow`, `ProposalNotNeeded`, `CertificatePlaces`, "
              "`RangeNotAskedFor`, `StatementPlaces`, `BatchNotNeeded`; what they asked for "
              "beyond their share: `StoreReads`"),
      counter(Metric::PeerSessions, "blockchain_peer_sessions_total", {},
              "sessions with peers opened"),
      counter(Metric::PeerAccepted, "blockchain_peer_connections_accepted_total", {},
              "connections that came in at the peer port"),
      gauge(Metric::PeerStrangers, "blockchain_peer_strangers", {},
            "connections at the peer port of which it is not known yet who they are"),
      counter(
          Metric::PeerHandshakes, "blockchain_peer_handshakes_total", {"from"},
          "TLS handshakes begun at the peer port: from an address of a `peer`, or any `other`; at "
          "most 100 a second each"),
      counter(Metric::PeerRefused, "blockchain_peer_connections_refused_total", {"reason"},
              "peer connections that never became a session, e.g. `UntrustedIssuer`, "
              "`TooManyConnections`"),
      counter(Metric::PeerClosed, "blockchain_peer_sessions_closed_total", {"reason"},
              "sessions with peers that ended, e.g. `Misbehaved`, `TooSlow`, `ConnectionLost`"),
      gauge(Metric::CertificateExpiry, "blockchain_certificate_expiry_seconds", {"role"},
            "seconds until the node's certificate expires: `peer`, and `rpc` where it has one"),
      counter(Metric::RpcRequests, "blockchain_rpc_requests_total", {"method", "code"},
              "requests answered, by method (`none`: refused before that) and `code`: `ok`, or "
              "the `data.reason` of the error"),
      histogram(Metric::RpcDuration, "blockchain_rpc_duration_seconds", {"method"},
                Buckets::Request, "from a request of an application to its answer"),
      gauge(Metric::RpcConnections, "blockchain_rpc_connections", {},
            "connections of applications"),
      gauge(Metric::RpcInFlight, "blockchain_rpc_in_flight", {},
            "requests of applications under way"),
      counter(Metric::RpcCutReaders, "blockchain_rpc_cut_readers_total", {},
              "connections cut because answers were not read"),
      counter(Metric::RpcFaults, "blockchain_rpc_faults_total", {},
              "connections cut because the RPC server failed"),
      counter(Metric::RpcGaveWay, "blockchain_rpc_gave_way_total", {},
              "connections that had asked nothing and were closed for the sake of newer ones: all "
              "places were taken"),
      gauge(Metric::QueriesWaiting, "blockchain_queries_waiting", {},
            "calls that wait for a thread that reads the ledger (`rpc.query_threads`)"),
      counter(Metric::QueriesRefused, "blockchain_queries_refused_total", {"bound"},
              "calls refused because too many waited: of their `connection`, or in `all`"),
      histogram(Metric::QueryWait, "blockchain_query_wait_seconds", {}, Buckets::Request,
                "how long a call waits for its turn at the threads that read the ledger"),
      gauge(Metric::Phase, "blockchain_phase", {"phase"},
            "1 for what the node is doing (`consensus_getStatus`), 0 for the others"),
      gauge(Metric::LastBlock, "blockchain_last_block_timestamp_seconds", {},
            "block time of the newest committed block"),
      gauge(Metric::ClockOffset, "blockchain_clock_offset_seconds", {},
            "this machine's clock, when their proposals came, less block time: the median of the "
            "newest blocks of others; 0 until four have come; beyond 2 s either way the log and "
            "the status say so (`recovery.md`, \"Clocks\")"),
      counter(Metric::LogLinesLost, "blockchain_log_lines_lost_total", {},
              "lines of the log that could not be written: a reader that stands still or is gone, "
              "a full disk"),
      gauge(Metric::OpenDescriptors, "process_open_fds", {}, "file descriptors in use"),
      gauge(Metric::DescriptorsMax, "process_max_fds", {}, "limit of file descriptors"),
      gauge(Metric::BuildInfo, "blockchain_build_info", {"version", "compiler"},
            "always 1; the labels tell the build"),
  });
}();

[[nodiscard]] constexpr const MetricRow& row_of(Metric id) {
  return kMetrics[static_cast<std::size_t>(id)];
}

static_assert([] {
  for (std::size_t i = 0; i < kMetrics.size(); ++i) {
    if (static_cast<std::size_t>(kMetrics[i].id) != i) {
      return false;
    }
  }
  return kMetrics.size() == static_cast<std::size_t>(Metric::BuildInfo) + 1;
}());

}  // namespace vitalstream::node
