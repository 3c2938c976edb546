#pragma once
// CommitBatch: everything that one final block changes, gathered as one atomic write. The commit
// thread gets one from Database::begin_commit, fills it and hands it to Database::commit. What is
// given is encoded at once: the caller's bytes need not outlive the call.
// Block, batches, results and executed info are obligatory; the rest is as the block needs it.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/merkle_tiles.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

class RocksHandle;

class CommitBatch {
 public:
  CommitBatch(CommitBatch&&) noexcept;
  CommitBatch& operator=(CommitBatch&&) noexcept;
  CommitBatch(const CommitBatch&) = delete;
  CommitBatch& operator=(const CommitBatch&) = delete;
  ~CommitBatch();

  void set_block(ByteView encoded);
  // In the order of the block (L4), with the number of transactions of each.
  void set_batches(std::span<const CommittedBatch> batches);
  // A batch of the block is final without all the attachments that it commits to: they are wanted
  // until Database::put_content brings them.
  void want_content(const BatchDigest& batch);
  void set_results(ByteView encoded);
  void set_executed(const ExecutedInfo& info);
  void set_finalization(ByteView encoded);

  void add_tx(const TxId& id, const TxLocation& at);
  void put_state(ByteView key, ByteView value);
  void erase_state(ByteView key);
  void put_index(ByteView key, ByteView value);
  void put_tile(const crypto::Tile& tile);
  // The entries that this block adds to the replay window, and the height below which all others
  // have expired.
  void put_window(ByteView entries);
  void drop_window_below(Height height);
  // Small facts under a name of the caller's.
  void put_named(std::string_view name, ByteView value);

  [[nodiscard]] const Tip& tip() const { return tip_; }
  [[nodiscard]] std::size_t bytes() const;

 private:
  friend class Database;
  class Writes;

  CommitBatch(RocksHandle& rocks, Tip tip, Height window_floor);
  [[nodiscard]] bool is_complete() const;
  void finish();

  Tip tip_;
  Height window_floor_;  // the replay window holds nothing below
  std::unique_ptr<Writes> writes_;
  bool has_block_ = false;
  bool has_batches_ = false;
  bool has_results_ = false;
  bool has_executed_ = false;
};

}  // namespace vitalstream::storage
