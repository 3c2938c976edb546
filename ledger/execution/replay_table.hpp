#pragma once
// ReplayTable: a flat hash table of replay entries, 32 bytes each, open addressing with linear
// probing. What has expired is removed by a sweep that goes round, a few slots at a time (deletion
// by backward shift: Knuth, The Art of Computer Programming 3, 6.4, Algorithm R). Its layout
// (capacity, seed, order of insertions) never influences an answer. Owned by ReplayWindow. Commit
// thread.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

#include "ledger/types/replay_key.hpp"

namespace vitalstream::ledger {

// `exp_s` 0 marks an empty slot; a remembered transaction expires after 1970.
struct ReplayEntry {
  ReplayKey key;
  std::uint32_t exp_s = 0;
  friend bool operator==(const ReplayEntry&, const ReplayEntry&) = default;
};
inline constexpr std::size_t kReplayEntryBytes = 32;
static_assert(sizeof(ReplayEntry) == kReplayEntryBytes);

class ReplayTable {
 public:
  // The seed is secret: whoever knew it could choose jtis that crowd into one place.
  ReplayTable(std::size_t capacity, std::uint64_t seed);

  // The entry with the same key and jti, or null.
  [[nodiscard]] const ReplayEntry* find(const ReplayKey& key) const;
  // Replaces an entry with the same key and jti. Asserts room for one more.
  void insert(const ReplayEntry& entry);
  // Looks at this many slots, from where the last call ended, and removes what expires before or
  // at this second. What lay in the table when a round began, and expired, is gone at its end.
  void sweep(std::size_t slots, std::uint32_t expired_s);

  [[nodiscard]] std::size_t used() const { return used_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::span<const ReplayEntry> slots() const { return {slots_.get(), capacity_}; }

 private:
  struct Free {
    void operator()(ReplayEntry* slots) const { std::free(slots); }
  };

  // The slot that holds the key, or the empty one where it belongs.
  [[nodiscard]] std::size_t slot_of(const ReplayKey& key) const;
  // Where the search for a key begins.
  [[nodiscard]] std::size_t home_of(const ReplayKey& key) const;
  [[nodiscard]] std::size_t after(std::size_t slot) const {
    return slot + 1 == capacity_ ? 0 : slot + 1;
  }
  void remove(std::size_t slot);

  std::size_t capacity_;
  std::uint64_t seed_;
  std::size_t used_ = 0;
  std::size_t swept_ = 0;  // the next slot that the sweep looks at
  // From calloc: untouched pages of a large table cost nothing.
  std::unique_ptr<ReplayEntry[], Free> slots_;
};

}  // namespace vitalstream::ledger
