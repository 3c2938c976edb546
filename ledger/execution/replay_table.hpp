#pragma once
// ReplayTable: a flat hash table of replay entries, 32 bytes each, open addressing with linear
// probing, insert only. Its layout (capacity, seed, order of insertions) never influences an
// answer. Owned by ReplayWindow, which replaces a table that fills up. Commit thread.

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

  [[nodiscard]] std::size_t used() const { return used_; }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] std::span<const ReplayEntry> slots() const { return {slots_.get(), capacity_}; }

 private:
  struct Free {
    void operator()(ReplayEntry* slots) const { std::free(slots); }
  };

  // The slot that holds the key, or the empty one where it belongs.
  [[nodiscard]] std::size_t slot_of(const ReplayKey& key) const;

  std::size_t capacity_;
  std::uint64_t seed_;
  std::size_t used_ = 0;
  // From calloc: untouched pages of a large table cost nothing.
  std::unique_ptr<ReplayEntry[], Free> slots_;
};

}  // namespace vitalstream::ledger
