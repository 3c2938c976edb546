#pragma once
// DatabaseState: the ledger's ports to its state (ledger/execution/state_view.hpp) over a view of
// the database. A failed read is fatal: an answer made of half a state would be a wrong answer.

#include "ledger/execution/state_view.hpp"
#include "storage/read_view.hpp"

namespace vitalstream::node {

class DatabaseState final : public ledger::StateScan {
 public:
  explicit DatabaseState(storage::ReadView view) : view_(std::move(view)) {}

  [[nodiscard]] std::optional<Bytes> get(ByteView key) const override;
  [[nodiscard]] ledger::ScanPage scan(const ledger::ScanRange& range) const override;

 private:
  storage::ReadView view_;
};

}  // namespace vitalstream::node
