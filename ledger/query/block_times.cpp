#include "ledger/query/block_times.hpp"

#include <limits>

#include "base/result.hpp"
#include "ledger/execution/state_keys.hpp"
#include "ledger/query/range_reader.hpp"

namespace vitalstream::ledger {

Result<LeafIndex, QueryError> first_leaf_from(const StateScan& state, UnixMs time) {
  RangeReader blocks(state, block_time_range(time));
  VS_TRY(block, blocks.next());
  if (!block) {
    return LeafIndex{std::numeric_limits<std::uint64_t>::max()};
  }
  const auto first_leaf = key_number(block->value);
  if (!first_leaf) {
    return QueryError::DamagedState;
  }
  return LeafIndex{*first_leaf};
}

Result<LeafIndex, QueryError> leaves_until(const StateScan& state, UnixMs time) {
  if (time.value() == std::numeric_limits<std::int64_t>::max()) {
    return LeafIndex{std::numeric_limits<std::uint64_t>::max()};
  }
  return first_leaf_from(state, UnixMs{time.value() + 1});
}

}  // namespace vitalstream::ledger
