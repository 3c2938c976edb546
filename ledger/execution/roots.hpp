#pragma once
// The commitments of execution, specified in docs/receipt.md. A header's `executed_root` is the
// state root after its `executed_height`; each root chains to the one before, so one final header
// commits to every result up to that height.

#include "base/chain.hpp"
#include "ledger/execution/state_delta.hpp"
#include "ledger/types/ids.hpp"

namespace vitalstream::ledger {

// "vitalstream/delta/v1" | count u32 | per change, by key: key (u16 length) | 1 | value (u32
// length), or key | 0 for an erasure.
[[nodiscard]] DeltaDigest delta_digest(const StateChanges& changes);

// The root before the first block: "vitalstream/executed/v1" | height u64 = 0 | genesis hash.
[[nodiscard]] StateRoot genesis_state_root(const GenesisHash& genesis);

struct ExecutionStep {
  BlockHeight height;
  ResultsRoot results;
  DeltaDigest delta;
  friend bool operator==(const ExecutionStep&, const ExecutionStep&) = default;
};

// "vitalstream/executed/v1" | height u64 | previous root | results root | delta digest.
[[nodiscard]] StateRoot state_root(const StateRoot& previous, const ExecutionStep& step);

}  // namespace vitalstream::ledger
