#pragma once
// ReplayWindow: the transactions that could still be replayed (docs/transactions.md): key and
// jti are remembered until `exp`, by block time. Its contents decide results, so they are a
// function of the final blocks alone: a node that restores them from what it stored decides exactly
// as one that never stopped. Owned by whoever executes blocks; commit thread; 40 to 80 bytes per
// transaction, and half as much more while a table grows.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>

#include "base/bytes.hpp"
#include "ledger/execution/limits.hpp"
#include "ledger/execution/replay_table.hpp"
#include "ledger/types/ids.hpp"

namespace vitalstream::ledger {

enum class ReplayAnswer {
  New,
  Duplicate,  // this very transaction is remembered
  JtiReused,  // another transaction of this key has the jti
};

class ReplayWindow {
 public:
  // `layout_seed` is random per process and never influences an answer.
  explicit ReplayWindow(std::uint64_t layout_seed,
                        std::size_t entries_max = kReplayWindowEntriesMax);

  // Block time moves on; what has expired is forgotten. Never moves back.
  void begin_block(BlockHeight height, UnixMs time);
  [[nodiscard]] ReplayAnswer ask(const ReplayKey& key) const;
  // Asserts that the answer was New, the window is not full, and `exp` lies ahead.
  void remember(const ReplayKey& key, UnixSeconds exp);

  [[nodiscard]] bool is_full() const { return live_ >= entries_max_; }
  [[nodiscard]] std::size_t live() const { return live_; }
  [[nodiscard]] std::size_t entries_max() const { return entries_max_; }
  // Of 32 bytes each, in all tables.
  [[nodiscard]] std::size_t slots() const;

  // What this block has added, for storage to keep under its height.
  [[nodiscard]] const Bytes& block_entries() const { return block_entries_; }
  // What was stored for lower heights has expired.
  [[nodiscard]] BlockHeight floor() const;

  // At start: what was stored, by ascending height, after begin_block with the newest block's
  // height and time. False if the bytes are none of ours.
  [[nodiscard]] bool restore(BlockHeight height, ByteView entries);

 private:
  struct StoredBlock {
    BlockHeight height;
    std::uint32_t exp_s_max = 0;
  };

  [[nodiscard]] bool is_live(std::uint32_t exp_s) const;
  [[nodiscard]] const ReplayEntry* find_live(const ReplayKey& key) const;
  void add(BlockHeight height, const ReplayEntry& entry);
  [[nodiscard]] std::uint32_t expired_s() const;
  void make_room();
  void drain(std::size_t slots);

  std::uint64_t layout_seed_;
  std::size_t entries_max_;
  BlockHeight height_;
  UnixMs now_;
  std::size_t live_ = 0;
  std::map<std::uint32_t, std::size_t> live_by_exp_;
  std::deque<StoredBlock> stored_;  // blocks with live entries or a later one's before them
  Bytes block_entries_;

  ReplayTable table_;
  // The table of half the size before it, while its live entries move over, some with every
  // insertion, so that no block pays for all of them.
  std::optional<ReplayTable> old_;
  std::size_t old_drained_ = 0;
};

}  // namespace vitalstream::ledger
