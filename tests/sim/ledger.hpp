#pragma once
// Ledger: the simulator's small deterministic state machine in place of ledger/execution, and the
// database that a committed block reaches in one atomic step. A transaction seen before is a
// duplicate: it keeps its place and changes nothing (L4).

#include <map>
#include <optional>
#include <vector>

#include "consensus/core/effect.hpp"
#include "consensus/core/options.hpp"
#include "tests/sim/batches.hpp"

namespace vitalstream::sim {

// Where a transaction first took effect.
struct TxPosition {
  std::uint64_t height = 0;
  std::uint64_t index = 0;  // in the ledger-wide log
  friend auto operator<=>(const TxPosition&, const TxPosition&) = default;
};

struct CommittedBlock {
  consensus::Deliver delivered;
  consensus::ExecutedRoot root;  // after it
  std::vector<TxId> items;
  bool log_agrees = true;  // E4: with what the header says
};

class Ledger {
 public:
  explicit Ledger(const consensus::ValidatorSet& validators);

  // Executes and commits the next block; `batches` are its references' in order.
  const CommittedBlock& commit(const consensus::Deliver& delivered,
                               const std::vector<BatchPtr>& batches);

  [[nodiscard]] const consensus::CommittedTip& tip() const { return tip_; }
  [[nodiscard]] std::uint64_t height() const { return tip_.header.height.value(); }
  [[nodiscard]] const CommittedBlock* at(std::uint64_t height) const;
  [[nodiscard]] const CommittedBlock* find(const consensus::BlockDigest& digest) const;
  [[nodiscard]] std::optional<TxPosition> position_of(TxId tx) const;
  [[nodiscard]] const std::vector<CommittedBlock>& blocks() const { return blocks_; }

 private:
  consensus::CommittedTip tip_;
  std::vector<CommittedBlock> blocks_;
  std::map<consensus::BlockDigest, std::uint64_t> heights_;
  std::map<TxId, TxPosition> positions_;
  std::map<consensus::Height, consensus::ExecutedRoot> roots_;
};

inline constexpr UnixMs kGenesisTime{1'700'000'000'000};

}  // namespace vitalstream::sim
