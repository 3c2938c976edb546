#include "node/commit/commit_pipeline.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "consensus/types/codec.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/batches/stored_attachments.hpp"
#include "node/ground/wall_clock.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {
namespace {

Bytes encode(const consensus::Block& block) {
  ByteWriter writer;
  consensus::write_block(writer, block);
  return writer.take();
}

Bytes encode(const consensus::Certificate& certificate) {
  ByteWriter writer;
  consensus::write_certificate(writer, certificate);
  return writer.take();
}

std::string unreadable_state(consensus::Height height, ledger::StateError error) {
  return "block " + std::to_string(height.value()) + " cannot be executed, since the state " +
         (error == ledger::StateError::Damaged
              ? "is damaged: run `vitalstream ledger rebuild`, then start again"
              : "cannot be read");
}

constexpr std::array kStatuses{ledger::TxStatus::Applied, ledger::TxStatus::Duplicate,
                               ledger::TxStatus::Expired, ledger::TxStatus::Refused};

}  // namespace

Result<ChainPosition, SetupFailure> read_position(const storage::Database& database) {
  const SetupFailure failure{"the database cannot be used: its chain state cannot be read"};
  const LedgerReader reader(database);
  const auto tip = reader.tip();
  if (!tip) {
    return tip.error() == ReadError::NotFound ? Result<ChainPosition, SetupFailure>(ChainPosition{})
                                              : Result<ChainPosition, SetupFailure>(failure);
  }
  const auto stored = reader.view().named(kChainStateName);
  auto state = stored && *stored ? decode_chain_state(**stored) : std::nullopt;
  if (!state) {
    return failure;
  }
  auto tiles = crypto::TileBuilder::resume(state->state.log.size(), reader.log_tiles());
  if (!tiles) {
    return failure;
  }
  return ChainPosition{std::move(*state), std::move(*tiles)};
}

CommitPipeline::CommitPipeline(storage::Database& database, std::unique_ptr<Executor> executor,
                               ChainPosition position, Metrics& metrics, Events events)
    : database_(database),
      executor_(std::move(executor)),
      position_(std::move(position)),
      metrics_(metrics),
      events_(std::move(events)) {
}

void CommitPipeline::deliver(Delivery delivery) {
  thread_.post([this, delivery = std::move(delivery)]() mutable { run(std::move(delivery)); });
}

void CommitPipeline::between_blocks(std::function<void()> work) {
  thread_.post([this, work = std::move(work)] {
    work();
    go_on();
  });
}

void CommitPipeline::go_on() {
  if (waiting_.empty() || failed_) {
    return;
  }
  auto waiting = std::exchange(waiting_, {});
  if (const auto reopened = executor_->reopen(); !reopened) {
    failed_ = true;
    events_.on_unreadable(reopened.error().reason);
    return;
  }
  for (Delivery& delivery : waiting) {
    run(std::move(delivery));
  }
}

void CommitPipeline::run(Delivery delivery) {
  if (failed_) {
    return;
  }
  if (!waiting_.empty()) {
    waiting_.push_back(std::move(delivery));
    return;
  }
  if (!load_missing(delivery)) {
    failed_ = true;
    events_.on_unreadable("a batch of a final block cannot be read back");
    return;
  }
  const consensus::BlockHeader& header = delivery.deliver.block.header;
  Body body = lay_out(delivery);
  announce(delivery, body);
  auto executed =
      executor_->execute(header, position_.stored.state.log.size().value(), body.batches);
  if (!executed) {
    if (executed.error() == ledger::StateError::Damaged && events_.on_state_damaged()) {
      waiting_.push_back(std::move(delivery));
      return;
    }
    failed_ = true;
    events_.on_unreadable(unreadable_state(header.height, executed.error()));
    return;
  }
  auto indexed = places_to_index(body.ordered, executed->results);
  if (!indexed) {
    failed_ = true;
    events_.on_unreadable("whether a transaction is known already cannot be read");
    return;
  }
  body.indexed = std::move(*indexed);
  advance(delivery.deliver.block, body);
  const auto written = database_.commit(gather(delivery, body, *executed));
  if (!written) {
    failed_ = true;
    events_.on_failure("database: " + std::string(storage::to_string(written.error())));
    return;
  }
  report(delivery, std::move(body), std::move(*executed));
}

// Once, also for a block that has to be tried again.
void CommitPipeline::announce(const Delivery& delivery, const Body& body) {
  const consensus::BlockHeader& header = delivery.deliver.block.header;
  if (header.height <= announced_) {
    return;
  }
  announced_ = header.height;
  events_.on_final(delivery);
  metrics_.on_final(milliseconds(read_clock().wall.value() - header.timestamp.value()));
  if (!body.ordered.empty()) {
    events_.on_ordered({header.height.value(), body.ordered});
  }
}

bool CommitPipeline::load_missing(Delivery& delivery) {
  const auto& references = delivery.deliver.block.references;
  for (std::size_t i = 0; i < references.size(); ++i) {
    if (delivery.batches[i] != nullptr) {
      continue;
    }
    auto stored = database_.latest().batch(references[i].digest);
    if (!stored || !*stored) {
      return false;
    }
    delivery.batches[i] = reread_batch(std::move(**stored), {});
    if (delivery.batches[i] == nullptr) {
      return false;
    }
  }
  return true;
}

CommitPipeline::Body CommitPipeline::lay_out(const Delivery& delivery) const {
  Body body;
  body.batches = delivery.batches;
  for (std::size_t i = 0; i < body.batches.size(); ++i) {
    const CachedBatch& batch = *body.batches[i];
    const consensus::BatchDigest& digest = delivery.deliver.block.references[i].digest;
    if (batch.attachments.empty() && lacks_attachments(database_, digest, batch.parsed)) {
      body.lacking.push_back(digest);
    }
  }
  std::uint64_t leaf = position_.stored.state.log.size().value();
  for (const auto& batch : body.batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      body.ordered.push_back({transaction.id, ledger::LeafIndex{leaf++}});
    }
  }
  return body;
}

void CommitPipeline::advance(const consensus::Block& block, const Body& body) {
  for (const consensus::BatchRef& reference : block.references) {
    position_.stored.state.lanes[reference.lane] = consensus::position_of(reference);
  }
  for (const auto& batch : body.batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      position_.stored.state.log.append(transaction.leaf.value());
    }
  }
  if (!block.references.empty()) {
    position_.stored.payload_height = block.header.height;
  }
}

storage::CommitBatch CommitPipeline::gather(const Delivery& delivery, const Body& body,
                                            const ledger::BlockOutcome& executed) {
  const consensus::Deliver& deliver = delivery.deliver;
  const consensus::Height height = deliver.block.header.height;
  storage::CommitBatch commit = database_.begin_commit({height, deliver.digest});
  commit.set_block(encode(deliver.block));
  std::vector<storage::CommittedBatch> batches;
  for (std::size_t i = 0; i < body.batches.size(); ++i) {
    const auto items = body.batches[i]->parsed.transactions().size();
    batches.push_back({deliver.block.references[i].digest, static_cast<std::uint32_t>(items)});
  }
  commit.set_batches(batches);
  for (const consensus::BatchDigest& digest : body.lacking) {
    commit.want_content(digest);
  }
  commit.set_results(ledger::encode_results(executed.results));
  commit.set_executed({consensus::ExecutedRoot{executed.executed_root.value()},
                       executed.results_root, executed.delta,
                       crypto::TreeSize{deliver.block.header.log_size},
                       deliver.block.header.log_root});
  if (deliver.finalizes_directly) {
    commit.set_finalization(encode(deliver.finalization));
  }
  for (std::size_t i = 0; i < body.ordered.size(); ++i) {
    if (body.indexed[i]) {
      commit.add_tx(body.ordered[i].id, {height, storage::BlockIndex{static_cast<std::uint32_t>(i)},
                                         crypto::LeafIndex{body.ordered[i].leaf.value()}});
    }
  }
  for (const auto& [key, value] : executed.state) {
    if (value) {
      commit.put_state(key, *value);
    } else {
      commit.erase_state(key);
    }
  }
  for (const auto& entry : executed.index) {
    commit.put_index(entry.key, entry.value);
  }
  commit.put_window(executed.window_entries);
  commit.drop_window_below(consensus::Height{executed.window_floor.value()});
  write_tiles(commit, body);
  commit.put_named(kChainStateName, encode_chain_state(position_.stored));
  return commit;
}

// Lookups by id yield the position at which a transaction was applied, else its first. What is
// applied was not applied before; for what is expired or refused it has to be asked, because it may
// be ordered again, in the same block too.
std::optional<std::vector<bool>> CommitPipeline::places_to_index(
    const std::vector<OrderedTx>& ordered, const std::vector<ledger::TxResult>& results) const {
  std::vector<bool> indexed(ordered.size(), false);
  std::set<ledger::TxId> in_this_block;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    if (results[i].status == ledger::TxStatus::Applied) {
      indexed[i] = true;
    } else if (results[i].status != ledger::TxStatus::Duplicate &&
               in_this_block.insert(ordered[i].id).second) {
      const auto known = database_.latest().location_of(ordered[i].id);
      if (!known) {
        return std::nullopt;
      }
      indexed[i] = !*known;
    }
  }
  return indexed;
}

void CommitPipeline::write_tiles(storage::CommitBatch& commit, const Body& body) {
  std::vector<Hash32> leaves;
  leaves.reserve(body.ordered.size());
  for (const auto& batch : body.batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      leaves.push_back(transaction.leaf.value());
    }
  }
  for (const crypto::Tile& tile : position_.tiles.append(leaves)) {
    commit.put_tile(tile);
  }
}

void CommitPipeline::report(const Delivery& delivery, Body body, ledger::BlockOutcome executed) {
  const consensus::BlockHeader& header = delivery.deliver.block.header;
  if (last_block_ != UnixMs{}) {
    metrics_.on_block(body.batches.size(),
                      milliseconds(header.timestamp.value() - last_block_.value()));
  }
  last_block_ = header.timestamp;
  for (const ledger::TxStatus status : kStatuses) {
    const auto count = std::ranges::count(executed.results, status, &ledger::TxResult::status);
    if (count > 0) {
      metrics_.on_results(ledger::to_string(status), static_cast<std::size_t>(count));
    }
  }
  if (!body.lacking.empty()) {
    events_.on_content_wanted(std::move(body.lacking));
  }
  events_.on_executed(header.height, consensus::ExecutedRoot{executed.executed_root.value()});
  CommittedBlock committed;
  committed.height = header.height.value();
  committed.time = header.timestamp;
  committed.transactions = std::move(body.ordered);
  committed.results = std::move(executed.results);
  committed.executed_height = header.executed_height.value();
  events_.on_committed(std::move(committed));
}

}  // namespace vitalstream::node
