#include "node/app/node_ops.hpp"

#include <array>
#include <optional>

#include "node/app/build_info.hpp"
#include "node/app/node_parts.hpp"
#include "node/app/wall_clock.hpp"

namespace vitalstream::node {
namespace {

constexpr std::array kLevels{LogLevel::Trace, LogLevel::Debug, LogLevel::Info, LogLevel::Warn,
                             LogLevel::Error};

std::uint64_t height_of(const Node::Parts& parts) {
  const auto status = parts.driver->status();
  return status == nullptr ? 0 : status->replica.committed_height.value();
}

}  // namespace

net::ProbeAnswer NodeOps::liveness() {
  const auto status = parts_.driver->status();
  if (status != nullptr && status->replica.halt_reason) {
    return {false, *status->replica.halt_reason};
  }
  return {true, {}};
}

net::ProbeAnswer NodeOps::readiness(const net::ReadinessBounds& bounds) {
  if (!started_) {
    return {false, "starting"};
  }
  if (stopping_) {
    return {false, "stopping"};
  }
  const std::size_t peers = parts_.link->connected_peers();
  if (bounds.min_peers && peers < *bounds.min_peers) {
    return {false, std::to_string(peers) + " peers connected"};
  }
  const auto status = parts_.driver->status();
  if (bounds.max_blocks_behind && status != nullptr && status->replica.catch_up_target) {
    const std::uint64_t behind =
        status->replica.catch_up_target->value() - status->replica.committed_height.value();
    if (behind > *bounds.max_blocks_behind) {
      return {false, std::to_string(behind) + " blocks behind"};
    }
  }
  return {true, {}};
}

net::ProbeAnswer NodeOps::startup() {
  return {started_, started_ ? std::string() : std::string("starting")};
}

std::string NodeOps::metrics() {
  read_gauges();
  return parts_.metrics->text();
}

std::string NodeOps::version_json() {
  return build_info_json();
}

std::string NodeOps::log_level() {
  return std::string(to_string(parts_.log.level()));
}

bool NodeOps::set_log_level(std::string_view level) {
  for (const LogLevel one : kLevels) {
    if (to_string(one) == level) {
      parts_.log.set_level(one);
      return true;
    }
  }
  return false;
}

void NodeOps::read_gauges() {
  const consensus::Clock clock = read_clock();
  const net::PeerNetworkStats network = parts_.network->stats();
  GaugeReadings readings;
  readings.height = height_of(parts_);
  if (const auto status = parts_.driver->status()) {
    readings.final_height = status->replica.final_height.value();
    readings.view = status->replica.view.value();
  }
  readings.peers = parts_.link->connected_peers();
  readings.tls_connections = network.sessions_active + parts_.rpc->stats().tls_connections();
  readings.mempool_transactions = parts_.submissions->waiting();
  readings.journal_bytes = parts_.durability->journal_bytes();
  readings.certificate_expiry_seconds =
      network.certificate_expires_at_unix_s - clock.wall.value() / 1000;
  readings.transactions_per_second =
      rate_.look(parts_.service->committed_transactions(), clock.now);
  if (const auto tip = LedgerReader(*parts_.stores.database).tip()) {
    readings.log_size = tip->block.header.log_size;
  }
  parts_.metrics->set(readings);
  for (std::size_t reason = 0; reason < net::kCloseReasonCount; ++reason) {
    const std::string name(net::to_string(static_cast<net::CloseReason>(reason)));
    if (network.refused[reason] > 0) {
      parts_.metrics->set_refused_connections({name, network.refused[reason]});
    }
    if (network.closed[reason] > 0) {
      parts_.metrics->set_closed_sessions({name, network.closed[reason]});
    }
  }
  for (const storage::FamilyUsage& family : parts_.stores.database->usage()) {
    parts_.metrics->set_family_bytes(family.name, family.table_bytes + family.blob_bytes);
  }
  const net::RpcStats& rpc = parts_.rpc->stats();
  parts_.metrics->set_rpc("connections", rpc.connections());
  parts_.metrics->set_rpc("in_flight", rpc.in_flight());
  parts_.metrics->set_rpc("cut_readers", rpc.cut_readers());
  parts_.metrics->set_rpc("faults", rpc.faults());
}

}  // namespace vitalstream::node
