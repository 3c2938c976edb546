#include "node/process/node_ops.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "node/ground/build_info.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/metrics/chain_readings.hpp"
#include "node/metrics/metrics.hpp"
#include "node/metrics/peer_readings.hpp"
#include "node/metrics/process_readings.hpp"
#include "node/metrics/rpc_readings.hpp"
#include "node/metrics/storage_readings.hpp"
#include "node/process/node_parts.hpp"

namespace vitalstream::node {
namespace {

constexpr std::array kLevels{LogLevel::Trace, LogLevel::Debug, LogLevel::Info, LogLevel::Warn,
                             LogLevel::Error};

std::uint64_t height_of(const Node::Parts& parts) {
  const auto status = parts.desk.status();
  return status == nullptr ? 0 : status->replica.committed_height.value();
}

std::map<storage::KeyGeneration, std::uint64_t> bytes_under(storage::KeyUsage& place) {
  const auto files = place.look();
  return files ? storage::bytes_by_generation(*files)
               : std::map<storage::KeyGeneration, std::uint64_t>{};
}

// Empty if the replica has the right to vote (C15) and stands where votes are cast.
std::string why_no_vote(const consensus::ReplicaStatus& replica) {
  if (replica.record != consensus::RecordState::Established) {
    return "the safety record is " + std::string(to_string(replica.record));
  }
  if (replica.looking_back) {
    return "not yet borne out by enough others";
  }
  const bool is_behind =
      replica.catch_up_target && *replica.catch_up_target > replica.committed_height;
  return is_behind || replica.progress == consensus::Progress::CatchingUp ? "catching up" : "";
}

// Only reasons that have occurred: most never do.
std::vector<LabelledCount> by_reason(
    const std::array<std::uint64_t, net::kCloseReasonCount>& counts) {
  std::vector<LabelledCount> named;
  for (std::size_t reason = 0; reason < counts.size(); ++reason) {
    if (counts[reason] > 0) {
      const auto name = net::to_string(static_cast<net::CloseReason>(reason));
      named.push_back({std::string(name), counts[reason]});
    }
  }
  return named;
}

PeerTraffic traffic_of(const net::PeerNetworkStats& stats, std::size_t peers) {
  PeerTraffic traffic;
  traffic.peers = peers;
  traffic.bytes_in = stats.bytes_in;
  traffic.bytes_out = stats.bytes_out;
  traffic.messages_in = stats.messages_in;
  traffic.messages_out = stats.messages_out;
  traffic.sessions_opened = stats.sessions_opened;
  traffic.accepted = stats.accepted;
  traffic.strangers = stats.strangers;
  traffic.handshakes = {{"peer", stats.handshakes_of_peers},
                        {"other", stats.handshakes_of_strangers}};
  traffic.refused = by_reason(stats.refused);
  traffic.closed = by_reason(stats.closed);
  traffic.dropped = {{"Unconnected", stats.dropped_unconnected},
                     {"ReplyQueueFull", stats.dropped_of(net::Priority::Reply)},
                     {"BulkQueueFull", stats.dropped_of(net::Priority::Bulk)}};
  return traffic;
}

WorkReadings work_of(const Node::Parts& parts) {
  using enum VerifyPool::Priority;
  WorkReadings work;
  for (const auto& [priority, name] :
       {std::pair{Votes, "votes"}, {Batches, "batches"}, {Submissions, "submissions"}}) {
    work.waiting.push_back({name, parts.pool->waiting(priority)});
    work.jobs_refused.push_back({name, parts.pool->refused(priority)});
  }
  work.refused = {{"ProposalOutsideWindow", parts.inbox->out_of_window()},
                  {"StoreReads", parts.store_server->refused()}};
  if (const auto status = parts.desk.status()) {
    const consensus::RefusedWork& refused = status->replica.refused;
    work.refused.push_back({"ProposalNotNeeded", refused.proposals});
    work.refused.push_back({"CertificatePlaces", refused.certificates});
    work.refused.push_back({"RangeNotAskedFor", refused.ranges});
    work.refused.push_back({"StatementPlaces", refused.statements});
    work.refused.push_back({"BatchNotNeeded", status->lanes.dropped});
  }
  return work;
}

LaneReadings readings_of_lanes(const Node::Parts& parts) {
  LaneReadings readings;
  if (const auto status = parts.desk.status()) {
    const consensus::LanesStatus& lanes = status->lanes;
    readings.lanes_withheld = static_cast<std::uint64_t>(
        std::ranges::count_if(lanes.lanes, &consensus::LaneStatus::withheld));
    readings.own_untaken_retries = static_cast<std::uint64_t>(lanes.own_untaken_retries);
    readings.own_renewals = lanes.own_renewals;
  }
  readings.contents_wanted = parts.contents->count();
  readings.contents_fetched = parts.contents->fetched();
  return readings;
}

}  // namespace

NodeOps::NodeOps(Node::Parts& parts)
    : parts_(parts),
      database_keys_(parts.stores.directory->database_path()),
      record_keys_(parts.stores.directory->journal_place().directory) {}

net::ProbeAnswer NodeOps::liveness() { return {true, {}}; }

net::ProbeAnswer NodeOps::readiness(const net::ReadinessBounds& bounds) {
  if (!started_) {
    return {false, "starting"};
  }
  if (stopping_) {
    return {false, "stopping"};
  }
  const std::size_t peers = parts_.connected->count();
  if (bounds.min_peers && peers < *bounds.min_peers) {
    return {false, std::to_string(peers) + " peers connected"};
  }
  const auto status = parts_.desk.status();
  if (status != nullptr && status->replica.halt_reason) {
    return {false, *status->replica.halt_reason};
  }
  if (status != nullptr && status->replica.record == consensus::RecordState::Revoked) {
    return {false, status->replica.revoked_for.value_or("the safety record is revoked")};
  }
  if (bounds.may_vote) {
    const std::string why = status == nullptr ? "starting" : why_no_vote(status->replica);
    if (!why.empty()) {
      return {false, why};
    }
  }
  if (bounds.max_blocks_behind && status != nullptr && status->replica.catch_up_target) {
    const std::uint64_t target = status->replica.catch_up_target->value();
    const std::uint64_t committed = status->replica.committed_height.value();
    if (target > committed && target - committed > *bounds.max_blocks_behind) {
      return {false, std::to_string(target - committed) + " blocks behind"};
    }
  }
  // It votes and answers queries as before, so it stays ready.
  return {true, parts_.space->is_low() ? low_space_words(parts_.space->status()) : std::string()};
}

net::ProbeAnswer NodeOps::startup() {
  return {started_, started_ ? std::string() : std::string("starting")};
}

std::string NodeOps::metrics() {
  MetricFamilies& metrics = parts_.metrics->families();
  const net::PeerNetworkStats network = parts_.link->network().stats();
  tell_chain(metrics);
  tell(metrics, readings_of_lanes(parts_));
  tell(metrics, traffic_of(network, parts_.connected->count()));
  tell(metrics, work_of(parts_));
  tell(metrics, parts_.rpc->stats());
  tell(metrics, parts_.queries->readings());
  tell_storage(metrics);
  tell_process(metrics, network);
  return metrics.text();
}

std::string NodeOps::version_json() { return build_info_json(); }

std::string NodeOps::log_level() { return std::string(to_string(parts_.log.level())); }

bool NodeOps::set_log_level(std::string_view level) {
  for (const LogLevel one : kLevels) {
    if (to_string(one) == level) {
      parts_.log.set_level(one);
      return true;
    }
  }
  return false;
}

void NodeOps::tell_chain(MetricFamilies& metrics) {
  ChainReadings readings;
  readings.height = height_of(parts_);
  if (const auto status = parts_.desk.status()) {
    const consensus::ReplicaStatus& replica = status->replica;
    readings.final_height = replica.final_height.value();
    readings.view = replica.view.value();
    readings.catch_up_target = replica.catch_up_target.value_or(consensus::Height{}).value();
    tell(metrics, replica.views, parts_.context.set);
    tell(metrics, PaceReadings{replica.delta, replica.leader_times}, parts_.context.set);
  }
  readings.sealed_height = parts_.sealer ? parts_.sealer->sealed_height() : 0;
  readings.mempool_transactions = parts_.submissions->waiting();
  readings.transactions_per_second = rate_.look(parts_.tally->transactions(), read_clock().now);
  if (const auto tip = LedgerReader(*parts_.stores.database).tip()) {
    readings.log_size = tip->block.header.log_size;
  }
  tell(metrics, readings);
}

void NodeOps::tell_process(MetricFamilies& metrics, const net::PeerNetworkStats& network) {
  const consensus::Clock clock = read_clock();
  const std::int64_t now_s = clock.wall.value() / 1000;
  const net::ConsensusStatus status = parts_.service->consensus_status();
  ProcessReadings readings;
  readings.phase = status.phase;
  readings.lost_log_lines = parts_.log.lost_lines();
  readings.clock_offset = parts_.block_clock->offset();
  readings.last_block = parts_.block_clock->time(clock).reached;
  readings.descriptors = parts_.descriptors->reading();
  readings.tls_connections = network.sessions_active + parts_.rpc->stats().tls_connections();
  readings.certificate_expiry_s["peer"] =
      static_cast<double>(network.certificate_expires_at_unix_s - now_s);
  if (const std::int64_t expires = parts_.rpc->stats().certificate_expires_at_unix_s()) {
    readings.certificate_expiry_s["rpc"] = static_cast<double>(expires - now_s);
  }
  tell(metrics, readings);
  tell_queues(metrics);
}

void NodeOps::tell_storage(MetricFamilies& metrics) {
  tell(metrics, parts_.space->status());
  tell(metrics, parts_.damage->status());
  StorageReadings readings;
  readings.safety_record_bytes = parts_.durability->journal_bytes();
  for (const storage::FamilyUsage& family : parts_.stores.database->usage()) {
    readings.family_bytes[std::string(family.name)] =
        static_cast<double>(family.table_bytes + family.blob_bytes);
  }
  std::map<storage::KeyGeneration, std::uint64_t> bytes;
  for (storage::KeyUsage* place : {&database_keys_, &record_keys_}) {
    // What cannot be looked at now is looked at the next time.
    for (const auto& [generation, held] : bytes_under(*place)) {
      bytes[generation] += held;
    }
  }
  const auto generations = parts_.stores.keyring->generations();
  for (const storage::GenerationInfo& info : generations) {
    // Those that were retired before would only grow the page.
    if (info.state != storage::KeyState::Retired) {
      readings.data_key_bytes[std::to_string(info.generation.value())] =
          static_cast<double>(bytes[info.generation]);
    }
  }
  const storage::GenerationInfo& active = generations.back();
  readings.data_key_generation = active.generation.value();
  readings.data_key_age_s = (read_clock().wall.value() - active.created.value()) / 1000;
  tell(metrics, readings);
}

}  // namespace vitalstream::node
