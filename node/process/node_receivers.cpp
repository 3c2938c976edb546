// Who receives what the engine's effects ask for; in the order of dependence.
#include <utility>

#include "node/gateway/answers.hpp"
#include "node/ground/signing_outage.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/process/node_parts.hpp"

namespace vitalstream::node {
namespace {

void make_durability(Node::Parts& parts) {
  Durability::Events events;
  events.on_durable = [&desk = parts.desk](EffectGate::Ticket ticket) {
    desk.leave(RoundDurable{ticket});
  };
  events.on_failure = [&parts](const std::string& reason) { stop_at_once(parts, reason); };
  events.on_round = [&metrics = *parts.metrics](Duration took) { metrics.on_journal_sync(took); };
  parts.durability = std::make_unique<Durability>(parts.stores.record.journal.get(),
                                                  *parts.stores.database, std::move(events));
}

void make_signer(Node::Parts& parts) {
  Log& log = parts.log;
  EngineDesk& desk = parts.desk;
  const auto outage = std::make_shared<SigningOutage>();
  parts.signer = std::make_unique<VoteSigner>(
      *parts.provider,
      VoteSigner::Identity{parts.context.genesis, parts.context.set, parts.own,
                           parts.config.keys.signing},
      VoteSigner::Events{
          [&log, &desk, outage](consensus::Verified<consensus::Vote> vote) {
            if (const std::uint64_t lost = outage->on_signed(); lost > 0) {
              log.info("votes are signed again", {{"lost", std::to_string(lost)}});
            }
            desk.post(consensus::OwnVoteSigned{std::move(vote)});
          },
          [&log, &desk, outage](const consensus::VoteSubject& subject, const std::string& reason) {
            if (const auto votes = outage->on_failed(read_clock().now)) {
              log.error("a vote could not be signed",
                        {{"reason", reason}, {"votes", std::to_string(*votes)}});
            }
            desk.post(consensus::OwnVoteFailed{subject});
          }});
}

void make_certifier(Node::Parts& parts) {
  parts.certifier = std::make_unique<LaneKeyCertifier>(
      *parts.provider, LaneKeyCertifier::Lane{parts.context.genesis, parts.genesis.own.id},
      LaneKeyCertifier::Events{
          [&desk = parts.desk, genesis = parts.context.genesis](UncertifiedLaneKey certified) {
            desk.leave(BatchMakerRenewed{std::make_shared<const BatchMaker>(
                genesis, std::move(certified.lane_key), std::move(certified.key))});
          },
          [&log = parts.log](const std::string& reason) {
            log.error(
                "the key provider did not certify a new lane key; it is asked again, "
                "and nothing that is submitted here is ordered before",
                {{"reason", reason}});
          }});
}

QuotaRates quota_rates(const QuotasConfig& config) {
  return {.member_tx_per_second = config.member_tx_per_second,
          .member_tx_burst = config.member_tx_burst,
          .member_bytes_per_second = config.member_bytes_per_second,
          .member_bytes_burst = config.member_bytes_burst,
          .failed_checks_per_second = config.failed_checks_per_second};
}

void make_submissions(Node::Parts& parts) {
  const storage::Database& database = *parts.stores.database;
  parts.receipts = std::make_unique<ReceiptSource>(database, parts.genesis);
  parts.receipt_desk =
      std::make_unique<ReceiptDesk>(parts.intake_thread, *parts.queries, *parts.receipts);
  parts.submissions = std::make_unique<Submissions>(
      Submissions::Parts{.intake = parts.intake_thread,
                         .pool = *parts.pool,
                         .queries = *parts.queries,
                         .receipts = *parts.receipt_desk,
                         .rules = rules_of(parts),
                         .quotas = quota_rates(parts.config.quotas),
                         .to_lane =
                             [&desk = parts.desk](consensus::TxHandle handle,
                                                  std::shared_ptr<const PendingTx> pending) {
                               desk.leave(Submitted{handle, std::move(pending)});
                             },
                         .committed_states =
                             [&database](std::span<const ledger::TxId> ids) {
                               return committed_states(database, ids);
                             },
                         .time = [&clock = *parts.block_clock] { return clock.time(read_clock()); },
                         .is_disk_low = [&space = *parts.space] { return space.is_low(); },
                         .on_refused =
                             [&metrics = *parts.metrics](net::RpcCause cause) {
                               metrics.on_submission_refused(net::describe(cause).reason);
                             }});
}

void note_final(BlockClock& clock, Log& log, const Delivery& block) {
  const auto news = clock.note_final(block.deliver.block.header, block.proposed);
  if (news == BlockClock::News::Wrong) {
    log.warn(
        "this machine's clock differs from block time: views that this validator leads may fail, "
        "and it may vote late; set the clock right",
        {{"aheadMs", std::to_string(clock.offset()->value() / 1000)}});
  } else if (news == BlockClock::News::Right) {
    log.info("this machine's clock agrees with block time again");
  }
}

}  // namespace

void make_receivers(Node::Parts& parts, EvidenceStore evidence) {
  storage::Database& database = *parts.stores.database;
  const auto on_failure = [&parts](const std::string& reason) { stop_at_once(parts, reason); };
  make_durability(parts);
  make_signer(parts);
  make_certifier(parts);
  parts.store_server = std::make_unique<StoreServer>(database, *parts.link, parts.context.set);
  parts.contents = std::make_unique<WantedContents>(
      WantedContents::Parts{database, *parts.link, parts.context.set, parts.own, on_failure});
  parts.batch_store = std::make_unique<BatchStore>(database, *parts.metrics, on_failure);
  parts.operators = std::make_unique<OperatorNews>(
      OperatorNews::Parts{.evidence = std::move(evidence),
                          .signer = *parts.signer,
                          .metrics = *parts.metrics,
                          .log = parts.log,
                          .record_place = parts.stores.directory->journal_place().directory,
                          .on_failure = on_failure});
  make_submissions(parts);
}

void make_commits(Node::Parts& parts, std::unique_ptr<BlockCommitter> committer) {
  SerialThread& intake = parts.intake_thread;
  Submissions& submissions = *parts.submissions;
  CommitPipeline::Events events;
  events.on_final = [&clock = *parts.block_clock, &log = parts.log](const Delivery& block) {
    note_final(clock, log, block);
  };
  events.on_ordered = [&intake, &submissions](OrderedBlock block) {
    intake.post([&submissions, block = std::move(block)] { submissions.on_ordered(block); });
  };
  events.on_committed = [&intake, &submissions, &receipts = *parts.receipt_desk,
                         &tally = *parts.tally](CommittedBlock block) {
    tally.note(block);
    intake.post([&submissions, &receipts, block = std::move(block)] {
      submissions.on_committed(block);
      receipts.on_committed(block.executed_height);
    });
  };
  events.on_executed = [&desk = parts.desk](consensus::Height height,
                                            consensus::ExecutedRoot root) {
    desk.post(consensus::Committed{height, root});
  };
  events.on_content_wanted = [&contents =
                                  *parts.contents](std::vector<consensus::BatchDigest> batches) {
    contents.want(std::move(batches));
  };
  events.on_failure = [&parts](const std::string& reason) { stop_at_once(parts, reason); };
  events.on_unreadable = [&parts](const std::string& reason) {
    stop_at_once(parts, "stopped: what a block needs cannot be read", reason);
  };
  parts.commits = std::make_unique<CommitPipeline>(std::move(committer), parts.state_need,
                                                   *parts.metrics, std::move(events));
}

}  // namespace vitalstream::node
