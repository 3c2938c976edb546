#pragma once
// execute_block: what a final block's transactions do, one after the other (E1). Pure: the same
// blocks yield the same outcome on every machine. Called by the commit thread for each final block
// in order; the caller writes the outcome together with the block, atomically.

#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "ledger/execution/replay_window.hpp"
#include "ledger/execution/roots.hpp"
#include "ledger/execution/rules.hpp"
#include "ledger/execution/state_delta.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/types/result.hpp"
#include "ledger/types/transaction.hpp"

namespace vitalstream::ledger {

struct BlockContext {
  BlockHeight height;
  UnixMs time;
  LeafIndex first_leaf;  // the size of the log before the block
  StateRoot previous_root;
};

struct BlockOutcome {
  std::vector<TxResult> results;  // in the order of the transactions
  StateChanges state;
  std::vector<KeyValue> index;  // to be put
  Bytes window_entries;         // to be kept under the height
  BlockHeight window_floor;     // window entries of lower heights may be dropped
  ResultsRoot results_root;
  DeltaDigest delta;
  StateRoot executed_root;
};

// The transactions of all referenced batches in the block's order (L4), whatever their results. Or
// the error of a read that failed, if the state could not tell what one of them does; the window
// has then seen a part of the block and is to be restored from what storage keeps.
[[nodiscard]] StateRead<BlockOutcome> execute_block(
    const ChainRules& rules, const BlockContext& block,
    std::span<const Transaction* const> transactions, const StateView& before,
    ReplayWindow& window);

}  // namespace vitalstream::ledger
