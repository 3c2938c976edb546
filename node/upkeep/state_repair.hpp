#pragma once
// StateRepair: makes the state and its index anew while the node runs, when a page of them is
// damaged. Both follow from the blocks: it executes all of them again, from the first one on, over
// a state of its own (storage/fresh_state.hpp), and holds each outcome against the one that was
// committed, of which the validators have signed the roots. `step` goes block by block, on any one
// thread, while the node commits on; `finish` does what is left and exchanges the two, between two
// blocks on the commit thread. What it began and did not finish leaves nothing behind.
//
// It is the replay of `vitalstream ledger rebuild` (block_replay.hpp) without the blocks: they stay
// where they are. So it needs the log whole; where that cannot be read it fails and says where.

#include <memory>
#include <string>
#include <vector>

#include "node/commit/executor.hpp"
#include "node/stores/genesis_file.hpp"
#include "node/stores/ledger_reader.hpp"
#include "storage/database.hpp"

namespace vitalstream::node {

class StateRepair {
 public:
  // All of them outlive the repair.
  struct Ledger {
    ledger::ChainRules rules;
    GenesisHash genesis;
    storage::Database& database;
  };
  [[nodiscard]] static Result<std::unique_ptr<StateRepair>, SetupFailure> begin(Ledger ledger);

  // The next block. Afterwards `done` is where it stands.
  [[nodiscard]] Result<void, SetupFailure> step();
  [[nodiscard]] consensus::Height done() const { return height_; }
  // The newest committed block: `step` needs one beyond `done`.
  [[nodiscard]] Result<consensus::Height, SetupFailure> tip() const;

  // Commit thread.
  [[nodiscard]] Result<void, SetupFailure> finish();

 private:
  StateRepair(Ledger ledger, std::unique_ptr<storage::FreshState> fresh);
  [[nodiscard]] Result<void, SetupFailure> execute(const LedgerReader& reader,
                                                   const Executor::Block& block);
  [[nodiscard]] SetupFailure failure(std::string_view what) const;

  const Ledger ledger_;
  std::unique_ptr<storage::FreshState> fresh_;
  Executor executor_;
  consensus::Height height_;
  std::uint64_t leaves_ = 0;
};

}  // namespace vitalstream::node
