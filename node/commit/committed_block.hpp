#pragma once
// What the commit pipeline tells those who wait for a block: where it put their transactions, and
// what became of them. Values.

#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "ledger/types/ids.hpp"
#include "ledger/types/result.hpp"

namespace vitalstream::node {

// Where a block put a transaction.
struct OrderedTx {
  ledger::TxId id;
  ledger::LeafIndex leaf;
};

// What the commit pipeline tells about one block.
struct OrderedBlock {
  std::uint64_t height = 0;
  std::vector<OrderedTx> transactions;
};
struct CommittedBlock {
  std::uint64_t height = 0;
  UnixMs time;  // the block's
  std::vector<OrderedTx> transactions;
  std::vector<ledger::TxResult> results;  // of the same positions
  std::uint64_t executed_height = 0;      // that this block's header commits to
};

}  // namespace vitalstream::node
