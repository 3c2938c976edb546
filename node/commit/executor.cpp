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

Executor::Executor(ledger::ChainRules rules, const GenesisHash& genesis)
    : rules_(std::move(rules)),
      genesis_(genesis),
      window_(random_layout_seed()),
      root_(ledger::genesis_state_root(genesis_)) {}

consensus::ExecutedRoot Executor::genesis_root(const GenesisHash& genesis) {
  return consensus::ExecutedRoot{ledger::genesis_state_root(genesis).value()};
}

Result<std::unique_ptr<Executor>, SetupFailure> Executor::open(ledger::ChainRules rules,
                                                               const GenesisHash& genesis,
                                                               const storage::Database& database) {
  auto executor = std::make_unique<Executor>(std::move(rules), genesis);
  VS_RETURN_IF_ERROR(executor->restore(database));
  return executor;
}

Result<void, SetupFailure> Executor::restore(const storage::Database& database) {
  window_ = ledger::ReplayWindow(random_layout_seed());
  const SetupFailure failure{"the database cannot be used: the replay window cannot be restored"};
  const LedgerReader reader(database);
  const auto tip = reader.tip();
  if (!tip) {
    root_ = ledger::genesis_state_root(genesis_);
    height_ = consensus::Height{};
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

ledger::StateRead<ledger::BlockOutcome> Executor::execute(const storage::ReadView& before,
                                                          const Block& block) {
  const consensus::BlockHeader& header = block.header;
  VS_ASSERT(header.height == next(height_));
  std::vector<const ledger::Transaction*> transactions;
  for (const auto& batch : block.batches) {
    for (const ledger::Transaction& transaction : batch->parsed.transactions()) {
      transactions.push_back(&transaction);
    }
  }
  const DatabaseState state(before);
  const ledger::BlockContext context{ledger_height(header.height), header.timestamp,
                                     ledger::LeafIndex{block.first_leaf}, root_};
  auto outcome = ledger::execute_block(rules_, context, transactions, state, window_);
  if (!outcome) {
    return outcome.error();
  }
  root_ = outcome->executed_root;
  height_ = header.height;
  return outcome;
}

}  // namespace vitalstream::node
