#pragma once
// A state in memory, as the tests' stand-in for storage, and a chain of blocks on top of it.

#include <map>
#include <span>
#include <vector>

#include "ledger/execution/execute_block.hpp"
#include "ledger/execution/state_delta.hpp"
#include "ledger/execution/state_view.hpp"
#include "ledger/types/member.hpp"
#include "support/transaction_builder.hpp"

namespace vitalstream::ledger::testing {

class MemoryState : public StateScan {
 public:
  [[nodiscard]] StateRead<std::optional<Bytes>> get(ByteView key) const override;
  // At most `page_entries` at a time, so that paging is exercised.
  [[nodiscard]] StateRead<ScanPage> scan(const ScanRange& range) const override;
  void apply(const BlockOutcome& outcome);

  std::size_t page_entries = 3;
  // What reads of this key, and scans that come to it, answer.
  std::map<Bytes, StateError, BytesLess> faults;
  std::map<Bytes, Bytes, BytesLess> state;
  std::map<Bytes, Bytes, BytesLess> index;
};

// Executes blocks one after the other, as the commit thread does. Block h has the time
// kFirstBlockMs + (h - 1) * 1000.
class TestChain {
 public:
  static constexpr std::int64_t kFirstBlockMs = 2'000'000'000'000;

  // Members: key 1 to 9 are submitters, key 20 is an auditor.
  explicit TestChain(std::size_t window_entries_max = 1'000);

  // Executes the next block and returns its results.
  std::vector<TxResult> block(std::span<const OwnedTransaction> transactions);
  TxResult block(const TransactionBuilder& transaction);
  // What the next block would be if nothing could be replayed, or why it has no outcome. Nothing is
  // kept of it.
  [[nodiscard]] StateRead<BlockOutcome> attempt(const TransactionBuilder& transaction) const;
  // An empty block whose time is this much after the one before.
  void pass(std::int64_t milliseconds);

  [[nodiscard]] const BlockOutcome& last() const { return outcomes_.back(); }
  [[nodiscard]] const std::vector<BlockOutcome>& outcomes() const { return outcomes_; }
  [[nodiscard]] const MemoryState& state() const { return state_; }
  [[nodiscard]] MemoryState& state() { return state_; }
  [[nodiscard]] ReplayWindow& window() { return window_; }
  [[nodiscard]] UnixMs time() const { return time_; }
  [[nodiscard]] BlockHeight height() const { return BlockHeight{outcomes_.size()}; }
  // Forgets the window and restores it from what the outcomes said to keep.
  void restart();

 private:
  void execute(std::span<const Transaction* const> transactions);

  MemberDirectory members_;
  ChainRules rules_;
  std::size_t window_entries_max_;
  ReplayWindow window_;
  MemoryState state_;
  std::vector<BlockOutcome> outcomes_;
  UnixMs time_{kFirstBlockMs - 1000};
  std::uint64_t log_size_ = 0;
};

}  // namespace vitalstream::ledger::testing
