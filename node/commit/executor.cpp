#include "node/commit/executor.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/result.hpp"
#include "node/commit/layout_seed.hpp"
#include "node/stores/database_state.hpp"
#include "node/stores/ledger_reader.hpp"

namespace vitalstream::node {
namespace {

ledger::BlockHeight ledger_height(consensus::Height height) {
  return ledger::BlockHeight{height.value()};
}

}  // namespace

Executor::Executor(ledger::ChainRules rules, const GenesisHash& genesis,
                   const storage::Database& database)
    : rules_(std::move(rules)),
      genesis_(genesis),
      database_(database),
      window_(random_layout_seed()) {
}

consensus::ExecutedRoot Executor::genesis_root(const GenesisHash& genesis) {
  return consensus::ExecutedRoot{ledger::genesis_state_root(genesis).value()};
}

Result<std::unique_ptr<Executor>, SetupFailure> Executor::open(ledger::ChainRules rules,
                                                               const GenesisHash& genesis,
                                                               const storage::Database& database) {
  std::unique_ptr<Executor> executor(new Executor(std::move(rules), genesis, database));
  VS_RETURN_IF_ERROR(executor->restore());
  return executor;
}

Result<void, SetupFailure> Executor::reopen() {
  window_ = ledger::ReplayWindow(random_layout_seed());
  return restore();
}

Result<void, SetupFailure> Executor::restore() {
  const SetupFailure failure{"the database cannot be used: the replay window cannot be restored"};
  const LedgerReader reader(database_);
  const auto tip = reader.tip();
  if (!tip) {
    root_ = ledger::genesis_state_root(genesis_);
    return tip.error() == ReadError::NotFound ? Result<void, SetupFailure>()
                                              : Result<void, SetupFailure>(failure);
  }
  const consensus::BlockHeader& header = tip->block.header;
  const auto executed = reader.executed(header.height);
  if (!executed) {
    return failure;
  }
  root_ = ledger::StateRoot{executed->executed_root.value()};
  height_ = header.height;
  window_.begin_block(ledger_height(height_), header.timestamp);
  for (consensus::Height from;;) {
    const auto page = reader.view().window_from(from);
    if (!page) {
      return failure;
    }
    for (const storage::AtHeight& stored : *page) {
      if (!window_.restore(ledger_height(stored.height), stored.value)) {
        return failure;
      }
      from = next(stored.height);
    }
    if (page->empty()) {
      return {};
    }
  }
}

ledger::StateRead<ledger::BlockOutcome> Executor::execute(
    const consensus::BlockHeader& header, std::uint64_t first_leaf,
    const std::vector<std::shared_ptr<const CachedBatch>>& batches) {
  VS_ASSERT(header.height == next(height_));
  std::vector<const ledger::Transaction*> transactions;
  for (const auto& batch : batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      transactions.push_back(&transaction);
    }
  }
  const DatabaseState before(database_.latest());
  const ledger::BlockContext context{ledger_height(header.height), header.timestamp,
                                     ledger::LeafIndex{first_leaf}, root_};
  auto outcome = ledger::execute_block(rules_, context, transactions, before, window_);
  if (!outcome) {
    return outcome.error();
  }
  root_ = outcome->executed_root;
  height_ = header.height;
  return outcome;
}

}  // namespace vitalstream::node
