#include "ledger/execution/replay_table.hpp"

#include <cstring>

#include "base/assert.hpp"

namespace vitalstream::ledger {
namespace {

// A bijection that spreads every input bit over the upper half.
std::uint64_t mixed(std::uint64_t bits) {
  bits ^= bits >> 30U;
  bits *= 0xBF58476D1CE4E5B9ULL;
  bits ^= bits >> 27U;
  bits *= 0x94D049BB133111EBULL;
  return bits ^ (bits >> 31U);
}

}  // namespace

ReplayTable::ReplayTable(std::size_t capacity, std::uint64_t seed)
    : capacity_(capacity),
      seed_(seed),
      slots_(static_cast<ReplayEntry*>(std::calloc(capacity, sizeof(ReplayEntry)))) {
  VS_ASSERT(capacity > 0 && capacity <= UINT32_MAX && slots_ != nullptr);
}

std::size_t ReplayTable::home_of(const ReplayKey& key) const {
  std::uint64_t head = 0;
  std::memcpy(&head, key.key_and_jti.data(), sizeof(head));
  // The upper 32 bits scaled to the capacity.
  return static_cast<std::size_t>(((mixed(head ^ seed_) >> 32U) * capacity_) >> 32U);
}

std::size_t ReplayTable::slot_of(const ReplayKey& key) const {
  std::size_t slot = home_of(key);
  while (slots_[slot].exp_s != 0 && slots_[slot].key.key_and_jti != key.key_and_jti) {
    slot = after(slot);
  }
  return slot;
}

const ReplayEntry* ReplayTable::find(const ReplayKey& key) const {
  const ReplayEntry& entry = slots_[slot_of(key)];
  return entry.exp_s == 0 ? nullptr : &entry;
}

void ReplayTable::insert(const ReplayEntry& entry) {
  VS_ASSERT(entry.exp_s != 0);
  ReplayEntry& slot = slots_[slot_of(entry.key)];
  if (slot.exp_s == 0) {
    // One slot stays empty, or a search would not end.
    VS_ASSERT(used_ + 1 < capacity_);
    ++used_;
  }
  slot = entry;
}

void ReplayTable::sweep(std::size_t slots, std::uint32_t expired_s) {
  for (; slots > 0; --slots) {
    // Another entry may have moved into the slot.
    while (slots_[swept_].exp_s != 0 && slots_[swept_].exp_s <= expired_s) {
      remove(swept_);
    }
    swept_ = after(swept_);
  }
}

// Whatever lies behind the hole, and was searched for across it, moves into it.
void ReplayTable::remove(std::size_t slot) {
  std::size_t hole = slot;
  for (std::size_t at = after(hole); slots_[at].exp_s != 0; at = after(at)) {
    const std::size_t home = home_of(slots_[at].key);
    const std::size_t from_home = at >= home ? at - home : at + capacity_ - home;
    const std::size_t from_hole = at >= hole ? at - hole : at + capacity_ - hole;
    if (from_home >= from_hole) {
      slots_[hole] = slots_[at];
      hole = at;
    }
  }
  slots_[hole] = {};
  --used_;
}

}  // namespace vitalstream::ledger
