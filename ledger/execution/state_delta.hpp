#pragma once
// StateDelta: what a block changes in the state, read through to the state before it, so that a
// transaction sees what earlier ones of its block did. Changes stand in the order of their keys,
// which is also the order in which the digest covers them. Lives for one block; commit thread.

#include <functional>
#include <map>
#include <optional>

#include "base/bytes.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/types/ids.hpp"

namespace vitalstream::ledger {

struct BytesLess {
  using is_transparent = void;
  bool operator()(ByteView left, ByteView right) const;
};

// Nothing as value: the key is erased.
using StateChanges = std::map<Bytes, std::optional<Bytes>, BytesLess>;

class StateDelta {
 public:
  // The view outlives the delta.
  explicit StateDelta(const StateView& before) : before_(&before) {}

  [[nodiscard]] StateRead<std::optional<Bytes>> get(ByteView key) const;
  void put(Bytes key, Bytes value);
  void erase(Bytes key);

  [[nodiscard]] const StateChanges& changes() const { return changes_; }
  [[nodiscard]] StateChanges take() { return std::move(changes_); }

 private:
  const StateView* before_;
  StateChanges changes_;
};

}  // namespace vitalstream::ledger
