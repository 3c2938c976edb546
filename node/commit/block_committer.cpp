#include "node/commit/block_committer.hpp"

#include <set>
#include <utility>

#include "base/result.hpp"
#include "consensus/types/codec.hpp"
#include "node/batches/batch_intake.hpp"
#include "node/batches/stored_attachments.hpp"
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

CommitFailure failure_of(consensus::Height height, ledger::StateError error) {
  using enum CommitFailure::Kind;
  const bool is_damaged = error == ledger::StateError::Damaged;
  return {is_damaged ? StateDamaged : Unreadable,
          "block " + std::to_string(height.value()) + " cannot be executed, since the state " +
              (is_damaged ? "is damaged: run `vitalstream ledger rebuild`, then start again"
                          : "cannot be read")};
}

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

Result<std::unique_ptr<BlockCommitter>, SetupFailure> BlockCommitter::open(
    ledger::ChainRules rules, const GenesisHash& genesis, storage::Database& database) {
  VS_TRY(executor, Executor::open(std::move(rules), genesis, database));
  VS_TRY(position, read_position(database));
  return std::unique_ptr<BlockCommitter>(
      new BlockCommitter(database, std::move(executor), std::move(position)));
}

Result<OrderedContent, CommitFailure> BlockCommitter::lay_out(const Delivery& delivery) const {
  const auto& references = delivery.deliver.block.references;
  OrderedContent content;
  content.batches = delivery.batches;
  std::uint64_t leaf = position_.stored.state.log.size().value();
  for (std::size_t i = 0; i < content.batches.size(); ++i) {
    const consensus::BatchDigest& digest = references[i].digest;
    auto& batch = content.batches[i];
    if (batch == nullptr) {
      batch = reread_batch(database_.latest(), digest);
    }
    if (batch == nullptr) {
      return CommitFailure{CommitFailure::Kind::Unreadable,
                           "a batch of a final block cannot be read back"};
    }
    if (batch->attachments.empty() && lacks_attachments(database_, digest, batch->parsed)) {
      content.lacking.push_back(digest);
    }
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      content.transactions.push_back({transaction.id, ledger::LeafIndex{leaf++}});
    }
  }
  return content;
}

Result<ledger::BlockOutcome, CommitFailure> BlockCommitter::commit(const consensus::Deliver& block,
                                                                   const OrderedContent& content) {
  const consensus::BlockHeader& header = block.block.header;
  auto executed = executor_->execute(
      database_.latest(), {header, position_.stored.state.log.size().value(), content.batches});
  if (!executed) {
    return failure_of(header.height, executed.error());
  }
  const auto indexed = places_to_index(content.transactions, executed->results);
  if (!indexed) {
    return CommitFailure{CommitFailure::Kind::Unreadable,
                         "whether a transaction is known already cannot be read"};
  }
  advance(block.block, content);
  const auto written = database_.commit(gather(block, content, *executed, *indexed));
  if (!written) {
    return CommitFailure{CommitFailure::Kind::NotWritten,
                         "database: " + std::string(storage::to_string(written.error()))};
  }
  return std::move(*executed);
}

Result<ledger::BlockOutcome, CommitFailure> commit_block(BlockCommitter& committer,
                                                         const Delivery& delivery) {
  VS_TRY(content, committer.lay_out(delivery));
  return committer.commit(delivery.deliver, content);
}

void BlockCommitter::advance(const consensus::Block& block, const OrderedContent& content) {
  for (const consensus::BatchRef& reference : block.references) {
    position_.stored.state.lanes[reference.lane] = consensus::position_of(reference);
  }
  for (const auto& batch : content.batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      position_.stored.state.log.append(transaction.leaf.value());
    }
  }
  if (!block.references.empty()) {
    position_.stored.payload_height = block.header.height;
  }
}

storage::CommitBatch BlockCommitter::gather(const consensus::Deliver& deliver,
                                            const OrderedContent& content,
                                            const ledger::BlockOutcome& executed,
                                            const std::vector<bool>& indexed) {
  const consensus::Height height = deliver.block.header.height;
  storage::CommitBatch commit = database_.begin_commit({height, deliver.digest});
  commit.set_block(encode(deliver.block));
  std::vector<storage::CommittedBatch> batches;
  for (std::size_t i = 0; i < content.batches.size(); ++i) {
    const auto items = content.batches[i]->parsed.transactions().size();
    batches.push_back({deliver.block.references[i].digest, static_cast<std::uint32_t>(items)});
  }
  commit.set_batches(batches);
  for (const consensus::BatchDigest& digest : content.lacking) {
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
  for (std::size_t i = 0; i < content.transactions.size(); ++i) {
    if (indexed[i]) {
      const OrderedTx& tx = content.transactions[i];
      commit.add_tx(tx.id, {height, storage::BlockIndex{static_cast<std::uint32_t>(i)},
                            crypto::LeafIndex{tx.leaf.value()}});
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
  write_tiles(commit, content);
  commit.put_named(kChainStateName, encode_chain_state(position_.stored));
  return commit;
}

// Lookups by id yield the position at which a transaction was applied, else its first. What is
// applied was not applied before; for what is expired or refused it has to be asked, because it may
// be ordered again, in the same block too.
std::optional<std::vector<bool>> BlockCommitter::places_to_index(
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

void BlockCommitter::write_tiles(storage::CommitBatch& commit, const OrderedContent& content) {
  std::vector<Hash32> leaves;
  leaves.reserve(content.transactions.size());
  for (const auto& batch : content.batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      leaves.push_back(transaction.leaf.value());
    }
  }
  for (const crypto::Tile& tile : position_.tiles.append(leaves)) {
    commit.put_tile(tile);
  }
}

}  // namespace vitalstream::node
