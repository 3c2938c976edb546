// How the parts of a node are made and joined.
#include <boost/asio/steady_timer.hpp>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "base/result.hpp"
#include "crypto/provider/random.hpp"
#include "node/batches/lane_key_maker.hpp"
#include "node/driver/limits.hpp"
#include "node/gateway/answers.hpp"
#include "node/ground/limits.hpp"
#include "node/ground/signing_outage.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/process/node_parts.hpp"
#include "node/stores/limits.hpp"
#include "node/stores/recovered_state.hpp"
#include "storage/halt_note.hpp"

namespace vitalstream::node {
namespace {

[[noreturn]] void stop_at_once(const Node::Parts& parts, std::string_view event,
                               const std::string& reason) {
  const DescriptorReading descriptors = parts.descriptors->reading();
  const bool is_short = descriptors.open_max > 0 &&
                        descriptors.open + kDescriptorsSpared > descriptors.open_max;
  const std::string more = is_short ? "; " + low_descriptor_words(descriptors) : std::string();
  parts.log.error(event,
                  {{"reason", reason + more}, {"dataDir", parts.config.data_dir.string()}});
  parts.log.flush();
  std::_Exit(EXIT_FAILURE);
}

// A failed write or sync: what is durable is what counts, so nothing is done any more, not even
// tidying up.
[[noreturn]] void stop_at_once(const Node::Parts& parts, const std::string& reason) {
  stop_at_once(parts, "stopped: what must be durable cannot be written", reason);
}

void make_signer(Node::Parts& parts) {
  const auto outage = std::make_shared<SigningOutage>();
  parts.signer = std::make_unique<VoteSigner>(
      *parts.provider, VoteSigner::Identity{parts.context.genesis, parts.context.set, parts.own,
                                             parts.config.keys.signing},
      VoteSigner::Events{
          [&parts, outage](consensus::Verified<consensus::Vote> vote) {
            if (const std::uint64_t lost = outage->on_signed(); lost > 0) {
              parts.log.info("votes are signed again", {{"lost", std::to_string(lost)}});
            }
            parts.driver->post(consensus::OwnVoteSigned{std::move(vote)});
          },
          [&parts, outage](const consensus::VoteSubject& subject, const std::string& reason) {
            if (const auto votes = outage->on_failed(read_clock().now)) {
              parts.log.error("a vote could not be signed",
                              {{"reason", reason}, {"votes", std::to_string(*votes)}});
            }
            parts.driver->post(consensus::OwnVoteFailed{subject});
          }});
}

// At start the driver does not run yet, so this one certification is waited for.
Result<std::shared_ptr<const LaneSealer>, SetupFailure> make_first_sealer(
    Node::Parts& parts, consensus::Incarnation incarnation) {
  auto made = make_lane_key(parts.genesis.own.id, incarnation);
  const auto certified =
      certify_lane_key(*parts.provider, parts.context.genesis, made.lane_key,
                       std::chrono::steady_clock::now() + kFirstLaneKeyDeadline);
  if (!certified) {
    return SetupFailure{"the key provider did not certify the lane key: " +
                        certified.error().reason};
  }
  return std::make_shared<const LaneSealer>(parts.context.genesis, std::move(made.lane_key),
                                            std::move(made.key));
}

void make_certifier(Node::Parts& parts) {
  parts.certifier = std::make_unique<LaneKeyCertifier>(
      *parts.provider, parts.context.genesis,
      LaneKeyCertifier::Events{
          [&parts](UncertifiedLaneKey certified) {
            parts.driver->use_sealer(std::make_shared<const LaneSealer>(
                parts.context.genesis, std::move(certified.lane_key), std::move(certified.key)));
          },
          [&parts](const std::string& reason) {
            parts.log.error("the key provider did not certify a new lane key; it is asked again, "
                            "and nothing that is submitted here is ordered before",
                            {{"reason", reason}});
          }});
}

void renew_lane_key(Node::Parts& parts, consensus::Incarnation greater_than) {
  const auto incarnation = next_incarnation(read_clock().wall, greater_than);
  parts.certifier->certify(make_lane_key(parts.genesis.own.id, incarnation));
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
  lanes.lane.seal_body_bytes = parts.config.lanes.batch_bytes;
  lanes.lane.seal_delay_max = parts.config.lanes.seal_delay_max;
  consensus::ReplicaOptions replica{parts.context.genesis, parts.context.set, parts.own,
                                    parameters};
  replica.process = process;
  crypto::provider::fill_random(replica.mark_secret);
  return {std::move(replica), std::move(lanes)};
}

Result<void, SetupFailure> make_driver(Node::Parts& parts, consensus::EngineStart start) {
  VS_TRY(sealer, make_first_sealer(parts, start.lanes.own_incarnation));
  auto engine = std::make_unique<consensus::Engine>(engine_options(parts, sealer->lane_key()),
                                                    std::move(start));
  Driver::Parts driver{std::move(engine),
                       parts.context,
                       std::move(sealer),
                       &parts.driver_thread,
                       parts.pool.get(),
                       parts.link.get(),
                       &parts.ports};
  parts.driver = std::make_unique<Driver>(std::move(driver));
  parts.inbox = std::make_unique<PeerInbox>(*parts.driver);
  parts.link->use_inbox(*parts.inbox);
  return {};
}

QuotaRates quota_rates(const QuotasConfig& config) {
  return {.member_tx_per_second = config.member_tx_per_second,
          .member_tx_burst = config.member_tx_burst,
          .member_bytes_per_second = config.member_bytes_per_second,
          .member_bytes_burst = config.member_bytes_burst,
          .failed_checks_per_second = config.failed_checks_per_second};
}

void make_submissions(Node::Parts& parts) {
  parts.receipt_desk =
      std::make_unique<ReceiptDesk>(parts.intake_thread, *parts.queries, *parts.receipts);
  Submissions::Parts wanted;
  wanted.intake = &parts.intake_thread;
  wanted.pool = parts.pool.get();
  wanted.rules = rules_of(parts);
  wanted.quotas = quota_rates(parts.config.quotas);
  wanted.to_lane = [&parts](consensus::TxHandle handle, std::shared_ptr<const PendingTx> pending) {
    parts.driver->submit(handle, std::move(pending));
  };
  wanted.queries = parts.queries.get();
  wanted.committed_states = [&parts](std::span<const ledger::TxId> ids) {
    return committed_states(*parts.stores.database, ids);
  };
  wanted.receipts = parts.receipt_desk.get();
  wanted.time = [&parts] { return parts.block_clock->time(read_clock()); };
  wanted.is_disk_low = [&parts] { return parts.space->is_low(); };
  wanted.on_refused = [&parts](net::RpcCause cause) {
    parts.metrics->on_submission_refused(net::describe(cause).reason);
  };
  parts.submissions = std::make_unique<Submissions>(std::move(wanted));
}

// `tip`: the newest block in the database, or what stands before the first.
NodeService::Parts service_parts(Node::Parts& parts, const consensus::BlockHeader& tip) {
  NodeService::Parts service;
  service.genesis = &parts.genesis;
  service.members = &parts.members;
  service.database = parts.stores.database.get();
  service.receipts = parts.receipts.get();
  service.set = &parts.context.set;
  service.link = parts.link.get();
  service.submissions = [&parts]() -> Submissions& { return *parts.submissions; };
  service.status = [&parts] { return parts.driver->status(); };
  service.contents_wanted = [&parts] { return parts.contents->count(); };
  service.damage_words = [&parts] { return damage_words(parts.damage->status()); };
  service.clock_offset = [&parts] { return parts.block_clock->offset(); };
  service.space = parts.space.get();
  service.queries = parts.queries.get();
  service.started = read_clock().wall;
  service.last_block = tip.height == consensus::Height{} ? UnixMs{} : tip.timestamp;
  return service;
}

Result<void, SetupFailure> make_commits(Node::Parts& parts) {
  VS_TRY(committer,
         BlockCommitter::open(rules_of(parts), parts.context.genesis, *parts.stores.database));
  CommitPipeline::Events events;
  events.on_final = [&parts](const Delivery& block) {
    const auto news = parts.block_clock->note_final(block.deliver.block.header, block.proposed);
    if (news == BlockClock::News::Wrong) {
      parts.log.warn(
          "this machine's clock differs from block time: views that this validator leads may fail, "
          "and it may vote late; set the clock right",
          {{"aheadMs", std::to_string(parts.block_clock->offset()->value() / 1000)}});
    } else if (news == BlockClock::News::Right) {
      parts.log.info("this machine's clock agrees with block time again");
    }
  };
  events.on_ordered = [&parts](OrderedBlock block) {
    parts.intake_thread.post(
        [&parts, block = std::move(block)] { parts.submissions->on_ordered(block); });
  };
  events.on_committed = [&parts](CommittedBlock block) {
    parts.service->note_committed(block);
    parts.intake_thread.post([&parts, block = std::move(block)] {
      parts.submissions->on_committed(block);
      parts.receipt_desk->on_committed(block.executed_height);
    });
  };
  events.on_executed = [&parts](consensus::Height height, consensus::ExecutedRoot root) {
    parts.driver->post(consensus::Committed{height, root});
  };
  events.on_content_wanted = [&parts](std::vector<consensus::BatchDigest> batches) {
    parts.contents->want(std::move(batches));
  };
  events.on_failure = [&parts](const std::string& reason) { stop_at_once(parts, reason); };
  events.on_unreadable = [&parts](const std::string& reason) {
    stop_at_once(parts, "stopped: what a block needs cannot be read", reason);
  };
  events.on_state_damaged = [&parts] { return parts.damage->wait_for_state(); };
  parts.commits = std::make_unique<CommitPipeline>(std::move(committer), *parts.metrics,
                                                   std::move(events));
  return {};
}

void make_durability(Node::Parts& parts) {
  Durability::Events events;
  events.on_durable = [&parts](EffectGate::Ticket ticket) { parts.driver->durable(ticket); };
  events.on_failure = [&parts](const std::string& reason) { stop_at_once(parts, reason); };
  events.on_round = [&parts](Duration took) { parts.metrics->on_journal_sync(took); };
  parts.durability = std::make_unique<Durability>(parts.stores.record.journal.get(),
                                                  *parts.stores.database, std::move(events));
}

void join_ports(Node::Parts& parts) {
  NodePorts::Parts ports;
  ports.durability = parts.durability.get();
  ports.signer = parts.signer.get();
  ports.commits = parts.commits.get();
  ports.store_server = parts.store_server.get();
  ports.contents = parts.contents.get();
  ports.submissions = parts.submissions.get();
  ports.intake = &parts.intake_thread;
  ports.database = parts.stores.database.get();
  ports.evidence = &*parts.evidence;
  ports.metrics = parts.metrics.get();
  ports.log = &parts.log;
  ports.renew = [&parts](consensus::Incarnation greater_than) {
    renew_lane_key(parts, greater_than);
  };
  ports.fatal = [&parts](const std::string& reason) { stop_at_once(parts, reason); };
  ports.note_halt = [place = parts.stores.directory->journal_place().directory](
                        const consensus::Halt& halt) {
    storage::PosixFileOps files;
    return storage::write_halt_note(files, place, {halt, read_clock().wall});
  };
  parts.ports.use(std::move(ports));
}

// Without a safety record nothing bears witness about the database: nothing of it is deleted, and
// nothing is signed, until an operator has decided.
Result<consensus::EngineStart, SetupFailure> recover_stores(Node::Parts& parts) {
  SafetyRecord& record = parts.stores.record;
  const bool observes = record.journal == nullptr;
  auto start = recover({&parts.genesis, observes ? nullptr : &record.replay,
                        parts.stores.database.get(),
                        Executor::genesis_root(parts.context.genesis), read_clock().wall,
                        parts.stores.halt});
  if (!start) {
    const auto faults = parts.stores.faults->faults();
    return faults.empty() ? start.error()
                          : SetupFailure{start.error().reason + ": " +
                                         storage::describe(faults.front())};
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

void make_link(Node::Parts& parts) {
  P2pLink::Sinks sinks;
  sinks.on_connected = [&parts](consensus::ValidatorIndex peer) {
    parts.driver->post(consensus::PeerConnected{peer});
  };
  sinks.on_disconnected = [&parts](consensus::ValidatorIndex peer) {
    parts.driver->post(consensus::PeerDisconnected{peer});
  };
  sinks.log = [&parts](const std::string& text) { parts.log.info("peer", {{"text", text}}); };
  parts.link = std::make_unique<P2pLink>(parts.context.set, std::move(sinks));
}

}  // namespace

ledger::ChainRules rules_of(const Node::Parts& parts) {
  const ledger::GenesisDocument& document = parts.genesis.genesis.document;
  return {document.chain, document.parameters.exp_seconds_max, &parts.members};
}

Result<void, SetupFailure> assemble(Node::Parts& parts) {
  VS_TRY(start, recover_stores(parts));
  parts.block_clock = std::make_unique<BlockClock>(parts.genesis.own.id,
                                                   start.replica.tip.header.timestamp);
  parts.pool = std::make_unique<VerifyPool>(parts.config.verify.threads);
  parts.queries = std::make_unique<QueryPool>(parts.config.rpc.query_threads, parts.intake_thread);
  make_link(parts);
  make_watches(parts);
  parts.receipts = std::make_unique<ReceiptSource>(*parts.stores.database, parts.genesis);
  parts.service = std::make_unique<NodeService>(service_parts(parts, start.replica.tip.header),
                                                rpc_limits(parts.config));
  make_submissions(parts);
  make_signer(parts);
  make_certifier(parts);
  VS_RETURN_IF_ERROR(make_commits(parts));
  make_damage_watch(parts);
  parts.store_server =
      std::make_unique<StoreServer>(*parts.stores.database, *parts.link, parts.context.set);
  parts.contents = std::make_unique<WantedContents>(WantedContents::Parts{
      parts.stores.database.get(), parts.link.get(), parts.context.set, parts.own,
      [&parts](const std::string& reason) { stop_at_once(parts, reason); }});
  make_durability(parts);
  auto evidence = EvidenceStore::open(*parts.stores.database, parts.context.set);
  if (!evidence) {
    return SetupFailure{"database: " + std::string(storage::to_string(evidence.error()))};
  }
  parts.evidence = std::move(*evidence);
  join_ports(parts);
  VS_RETURN_IF_ERROR(make_driver(parts, std::move(start)));
  return open_listeners(parts);
}

}  // namespace vitalstream::node
