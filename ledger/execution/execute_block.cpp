#include "ledger/execution/execute_block.hpp"

#include <variant>

#include "base/assert.hpp"
#include "ledger/execution/index_builder.hpp"
#include "ledger/execution/operations.hpp"
#include "ledger/types/limits.hpp"

namespace vitalstream::ledger {
namespace {

// A request that check_request let pass is an operation of this version.
struct ApplyOperation {
  OperationContext* context = nullptr;

  template <class Known>
  StateRead<Verdict> operator()(const Known& operation) const {
    return apply(operation, *context);
  }
  StateRead<Verdict> operator()(const UnknownOperation&) const {
    return refused(ResultCode::UnknownOp);
  }
  StateRead<Verdict> operator()(const InvalidData& invalid) const { return refused(invalid.code); }
};

class BlockExecution {
 public:
  BlockExecution(const ChainRules& rules, const BlockContext& block, const StateView& before,
                 ReplayWindow& window)
      : rules_(&rules), block_(&block), window_(&window), state_(before) {}

  [[nodiscard]] StateRead<Verdict> execute(const Transaction& transaction, BlockIndex index);
  [[nodiscard]] BlockOutcome finish(std::vector<TxResult> results);

 private:
  [[nodiscard]] std::optional<Verdict> check_replay(const Transaction& transaction) const;
  [[nodiscard]] Origin origin_of(const Transaction& transaction, BlockIndex index) const;

  const ChainRules* rules_;
  const BlockContext* block_;
  ReplayWindow* window_;
  StateDelta state_;
  IndexBuilder index_;
};

std::optional<Verdict> BlockExecution::check_replay(const Transaction& transaction) const {
  switch (window_->ask(transaction.replay_key)) {
    case ReplayAnswer::Duplicate:
      return Verdict{.status = TxStatus::Duplicate};
    case ReplayAnswer::JtiReused:
      return refused(ResultCode::JtiReused);
    case ReplayAnswer::New:
      break;
  }
  if (window_->is_full()) {
    return refused(ResultCode::WindowFull);
  }
  return std::nullopt;
}

StateRead<Verdict> BlockExecution::execute(const Transaction& transaction, BlockIndex index) {
  if (const auto verdict = check_envelope(*rules_, transaction, block_->time)) {
    return *verdict;
  }
  if (const auto verdict = check_signer(*rules_, transaction)) {
    return *verdict;
  }
  if (const auto verdict = check_replay(transaction)) {
    return *verdict;
  }
  // From here on a refusal consumes the jti.
  window_->remember(transaction.replay_key, transaction.exp);
  if (const auto verdict = check_request(*rules_, transaction)) {
    return *verdict;
  }
  OperationContext context{&transaction, origin_of(transaction, index), &state_, &index_};
  return std::visit(ApplyOperation{&context}, transaction.operation);
}

Origin BlockExecution::origin_of(const Transaction& transaction, BlockIndex index) const {
  return {transaction.id,
          transaction.key_id,
          block_->height,
          index,
          LeafIndex{block_->first_leaf.value() + index.value()},
          block_->time};
}

BlockOutcome BlockExecution::finish(std::vector<TxResult> results) {
  BlockOutcome outcome;
  if (!results.empty()) {
    outcome.index = index_.finish(block_->first_leaf, block_->time);
  }
  outcome.window_entries = window_->block_entries();
  outcome.window_floor = window_->floor();
  outcome.state = state_.take();
  outcome.results_root = results_root(results);
  outcome.delta = delta_digest(outcome.state);
  outcome.executed_root =
      state_root(block_->previous_root, {block_->height, outcome.results_root, outcome.delta});
  outcome.results = std::move(results);
  return outcome;
}

}  // namespace

StateRead<BlockOutcome> execute_block(const ChainRules& rules, const BlockContext& block,
                                      std::span<const Transaction* const> transactions,
                                      const StateView& before, ReplayWindow& window) {
  VS_ASSERT(transactions.size() <= kBlockTransactionsMax);
  window.begin_block(block.height, block.time);
  BlockExecution execution(rules, block, before, window);
  std::vector<TxResult> results;
  results.reserve(transactions.size());
  for (const Transaction* transaction : transactions) {
    const BlockIndex index{static_cast<std::uint32_t>(results.size())};
    const StateRead<Verdict> verdict = execution.execute(*transaction, index);
    if (!verdict) {
      return verdict.error();
    }
    results.push_back({transaction->id, verdict->status, verdict->code, verdict->value});
  }
  return execution.finish(std::move(results));
}

}  // namespace vitalstream::ledger
