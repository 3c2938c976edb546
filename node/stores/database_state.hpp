#pragma once
// DatabaseState: the ledger's ports to its state (ledger/execution/state_view.hpp) over a view of
// the database. Any thread.

#include "ledger/execution/state_view.hpp"
#include "storage/read_view.hpp"

namespace vitalstream::node {

// What a failed read of the database is to the ledger.
[[nodiscard]] ledger::StateError state_error(storage::StorageError error);

class DatabaseState final : public ledger::StateScan {
 public:
  explicit DatabaseState(storage::ReadView view) : view_(std::move(view)) {}

  [[nodiscard]] ledger::StateRead<std::optional<Bytes>> get(ByteView key) const override;
  [[nodiscard]] ledger::StateRead<ledger::ScanPage> scan(
      const ledger::ScanRange& range) const override;

 private:
  storage::ReadView view_;
};

}  // namespace vitalstream::node
