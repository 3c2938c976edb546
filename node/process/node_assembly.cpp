// The order in which a node is made: each part is given those that it needs, which are made.
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/result.hpp"
#include "crypto/provider/random.hpp"
#include "node/batches/lane_key_maker.hpp"
#include "node/driver/limits.hpp"
#include "node/ground/limits.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/process/node_parts.hpp"
#include "node/stores/recovered_state.hpp"

namespace vitalstream::node {
namespace {

// At start the driver does not run yet, so this one certification is waited for.
Result<std::shared_ptr<const BatchMaker>, SetupFailure> make_first_batch_maker(
    Node::Parts& parts, consensus::Incarnation incarnation) {
  auto made = make_lane_key(parts.genesis.own.id, incarnation);
  const auto certified = certify_lane_key(*parts.provider, parts.context.genesis, made.lane_key,
                                          std::chrono::steady_clock::now() + kFirstLaneKeyDeadline);
  if (!certified) {
    return SetupFailure{"the key provider did not certify the lane key: " +
                        certified.error().reason};
  }
  return std::make_shared<const BatchMaker>(parts.context.genesis, std::move(made.lane_key),
                                            std::move(made.key));
}

consensus::EngineOptions engine_options(const Node::Parts& parts,
                                        const consensus::LaneKey& process) {
  const ConsensusConfig& config = parts.config.consensus;
  consensus::Parameters parameters;
  parameters.delta_floor = config.delta_floor;
  parameters.delta_cap = config.delta_cap;
  parameters.heartbeat = config.heartbeat;
  parameters.skip_timeout = config.skip_timeout;
  parameters.retry = config.retry;
  consensus::LanesOptions lanes{parts.context.set, parts.own};
  lanes.lane.close_body_bytes = parts.config.lanes.batch_bytes;
  lanes.lane.close_delay_max = parts.config.lanes.close_delay_max;
  consensus::ReplicaOptions replica{parts.context.genesis, parts.context.set, parts.own,
                                    parameters};
  replica.process = process;
  crypto::provider::fill_random(replica.mark_secret);
  return {std::move(replica), std::move(lanes)};
}

// Without a safety record nothing bears witness about the database: nothing of it is deleted, and
// nothing is signed, until an operator has decided.
Result<consensus::EngineStart, SetupFailure> recover_stores(Node::Parts& parts) {
  SafetyRecord& record = parts.stores.record;
  const bool observes = record.journal == nullptr;
  auto start = recover({&parts.genesis, observes ? nullptr : &record.replay,
                        parts.stores.database.get(), Executor::genesis_root(parts.context.genesis),
                        read_clock().wall, parts.stores.halt});
  if (!start) {
    const auto faults = parts.stores.faults->faults();
    return faults.empty()
               ? start.error()
               : SetupFailure{start.error().reason + ": " + storage::describe(faults.front())};
  }
  if (observes) {
    parts.metrics->on_alarm();
    parts.log.error("observing only: nothing is signed", {{"reason", record.trouble}});
    return start;
  }
  if (const auto released = parts.stores.database->release_deletions(); !released) {
    return SetupFailure{"database: " + std::string(storage::to_string(released.error()))};
  }
  record.replay.records.clear();
  return start;
}

EngineReceivers receivers_of(Node::Parts& parts) {
  return {.peers = *parts.link,
          .pool = *parts.pool,
          .record = *parts.durability,
          .votes = *parts.signer,
          .lane_key = *parts.certifier,
          .commits = *parts.commits,
          .store = *parts.store_server,
          .batches = *parts.batch_store,
          .contents = *parts.contents,
          .submissions = *parts.submissions,
          .operators = *parts.operators};
}

void make_driver(Node::Parts& parts, consensus::EngineStart start,
                 std::shared_ptr<const BatchMaker> maker) {
  auto engine = std::make_unique<consensus::Engine>(engine_options(parts, maker->lane_key()),
                                                    std::move(start));
  parts.driver = std::make_unique<Driver>(Driver::Parts{.engine = std::move(engine),
                                                        .context = parts.context,
                                                        .maker = std::move(maker),
                                                        .desk = parts.desk,
                                                        .receivers = receivers_of(parts)});
}

void make_service(Node::Parts& parts) {
  parts.service = std::make_unique<NodeService>(
      NodeService::Parts{
          .genesis = parts.genesis,
          .members = parts.members,
          .database = *parts.stores.database,
          .receipts = *parts.receipts,
          .queries = *parts.queries,
          .submissions = *parts.submissions,
          .engine = parts.desk,
          .connected = *parts.connected,
          .clock = *parts.block_clock,
          .space = *parts.space,
          .commits = *parts.tally,
          .contents_wanted = [&contents = *parts.contents] { return contents.count(); },
          .damage_words = [&damage = *parts.damage] { return damage_words(damage.status()); },
          .started = read_clock().wall},
      rpc_limits(parts.config));
}

// `tip`: the newest block in the database, or what stands before the first.
void make_ground(Node::Parts& parts, const consensus::BlockHeader& tip) {
  parts.block_clock = std::make_unique<BlockClock>(parts.genesis.own.id, tip.timestamp);
  parts.tally =
      std::make_unique<CommitTally>(tip.height == consensus::Height{} ? UnixMs{} : tip.timestamp);
  parts.connected = std::make_unique<ConnectedPeers>(parts.context.set);
  make_watches(parts);
  parts.pool = std::make_unique<VerifyPool>(parts.config.verify.threads);
  parts.queries = std::make_unique<QueryPool>(parts.config.rpc.query_threads, parts.intake_thread);
}

}  // namespace

void stop_at_once(const Node::Parts& parts, std::string_view event, const std::string& reason) {
  const DescriptorReading descriptors = parts.descriptors->reading();
  const bool is_short =
      descriptors.open_max > 0 && descriptors.open + kDescriptorsSpared > descriptors.open_max;
  const std::string more = is_short ? "; " + low_descriptor_words(descriptors) : std::string();
  parts.log.error(event, {{"reason", reason + more}, {"dataDir", parts.config.data_dir.string()}});
  parts.log.flush();
  std::_Exit(EXIT_FAILURE);
}

void stop_at_once(const Node::Parts& parts, const std::string& reason) {
  stop_at_once(parts, "stopped: what must be durable cannot be written", reason);
}

ledger::ChainRules rules_of(const Node::Parts& parts) {
  const ledger::GenesisDocument& document = parts.genesis.genesis.document;
  return {document.chain, document.parameters.exp_seconds_max, &parts.members};
}

// What may fail comes first, and of that what others see last: the listener of peers.
Result<void, SetupFailure> assemble(Node::Parts& parts) {
  storage::Database& database = *parts.stores.database;
  VS_TRY(start, recover_stores(parts));
  VS_TRY(maker, make_first_batch_maker(parts, start.lanes.own_incarnation));
  VS_TRY(committer, BlockCommitter::open(rules_of(parts), parts.context.genesis, database));
  auto evidence = EvidenceStore::open(database, parts.context.set);
  if (!evidence) {
    return SetupFailure{"database: " + std::string(storage::to_string(evidence.error()))};
  }
  make_ground(parts, start.replica.tip.header);
  parts.inbox = std::make_unique<PeerInbox>(parts.desk);
  VS_RETURN_IF_ERROR(open_link(parts));
  make_receivers(parts, std::move(*evidence));
  make_commits(parts, std::move(committer));
  make_damage_watch(parts);
  make_driver(parts, std::move(start), std::move(maker));
  make_service(parts);
  make_listeners(parts);
  return {};
}

}  // namespace vitalstream::node
