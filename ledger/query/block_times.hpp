#pragma once
// From times to positions in the log: blocks' times ascend with their leaves, so a question about a
// time is a question about a leaf.

#include "base/result.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/query/query_error.hpp"
#include "ledger/types/ids.hpp"

namespace vitalstream::ledger {

// The first leaf of the first block whose time is at least `time`; beyond all leaves if there is
// none. So the leaves of blocks before `time` are those below it.
[[nodiscard]] Result<LeafIndex, QueryError> first_leaf_from(const StateScan& state, UnixMs time);

// The end of the leaves of blocks whose time is at most `time`.
[[nodiscard]] Result<LeafIndex, QueryError> leaves_until(const StateScan& state, UnixMs time);

}  // namespace vitalstream::ledger
