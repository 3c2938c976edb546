#include "ledger/execution/replay_window.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::ledger {
namespace {

// A table grows when four fifths of it are used, until the largest number of live entries is less
// than that.
std::size_t room_in(std::size_t capacity) { return capacity / 5 * 4; }
std::size_t largest_capacity(std::size_t entries_max) { return entries_max / 4 * 5 + 10; }

constexpr std::size_t kFirstCapacityMax = 8'192;

// Twice this, some times, is the largest.
std::size_t first_capacity(std::size_t entries_max) {
  std::size_t capacity = largest_capacity(entries_max);
  while (capacity > kFirstCapacityMax) {
    capacity = capacity / 2 + 1;
  }
  return capacity;
}

// With every insertion. A round of the sweep takes a sixteenth of the capacity in insertions, so
// the largest table never holds more than its room and that: it is full to 87 % at most, and a
// smaller one grows because of what is live, not of what has expired.
constexpr std::size_t kSweptSlots = 16;
// With every insertion: all have moved when the new table, twice as large, has got entries for a
// thirty-second of the old one's capacity.
constexpr std::size_t kDrainedSlots = 32;

void write_entry(Bytes& target, const ReplayEntry& entry) {
  ByteWriter writer(kReplayEntryBytes);
  writer.raw(entry.key.key_and_jti);
  writer.raw(entry.key.transaction);
  writer.u32(entry.exp_s);
  append(target, writer.bytes());
}

ReplayEntry read_entry(ByteReader& reader) {
  ReplayEntry entry;
  std::ranges::copy(reader.raw(kReplayTagBytes), entry.key.key_and_jti.begin());
  std::ranges::copy(reader.raw(kReplayTagBytes), entry.key.transaction.begin());
  entry.exp_s = reader.u32();
  return entry;
}

}  // namespace

ReplayWindow::ReplayWindow(std::uint64_t layout_seed, std::size_t entries_max)
    : layout_seed_(layout_seed),
      entries_max_(entries_max),
      table_(first_capacity(entries_max), layout_seed) {}

bool ReplayWindow::is_live(std::uint32_t exp_s) const {
  return is_before(now_, UnixSeconds{exp_s});
}

// The last second that is over.
std::uint32_t ReplayWindow::expired_s() const {
  return static_cast<std::uint32_t>(now_.value() / 1'000);
}

void ReplayWindow::begin_block(BlockHeight height, UnixMs time) {
  VS_ASSERT(time >= now_);
  height_ = height;
  now_ = time;
  block_entries_.clear();
  while (!live_by_exp_.empty() && !is_live(live_by_exp_.begin()->first)) {
    live_ -= live_by_exp_.begin()->second;
    live_by_exp_.erase(live_by_exp_.begin());
  }
  while (!stored_.empty() && !is_live(stored_.front().exp_s_max)) {
    stored_.pop_front();
  }
}

std::size_t ReplayWindow::slots() const {
  return table_.capacity() + (old_ ? old_->capacity() : 0);
}

const ReplayEntry* ReplayWindow::find_live(const ReplayKey& key) const {
  const ReplayEntry* entry = table_.find(key);
  if (entry != nullptr && is_live(entry->exp_s)) {
    return entry;
  }
  entry = old_ ? old_->find(key) : nullptr;
  return entry != nullptr && is_live(entry->exp_s) ? entry : nullptr;
}

ReplayAnswer ReplayWindow::ask(const ReplayKey& key) const {
  const ReplayEntry* entry = find_live(key);
  if (entry == nullptr) {
    return ReplayAnswer::New;
  }
  return entry->key.transaction == key.transaction ? ReplayAnswer::Duplicate
                                                   : ReplayAnswer::JtiReused;
}

void ReplayWindow::remember(const ReplayKey& key, UnixSeconds exp) {
  VS_ASSERT(!is_full() && find_live(key) == nullptr);
  VS_ASSERT(exp.value() > 0 && exp.value() <= UINT32_MAX);
  const ReplayEntry entry{key, static_cast<std::uint32_t>(exp.value())};
  VS_ASSERT(is_live(entry.exp_s));
  add(height_, entry);
  write_entry(block_entries_, entry);
}

void ReplayWindow::add(BlockHeight height, const ReplayEntry& entry) {
  make_room();
  table_.insert(entry);
  ++live_;
  ++live_by_exp_[entry.exp_s];
  if (stored_.empty() || stored_.back().height != height) {
    stored_.push_back({height, 0});
  }
  stored_.back().exp_s_max = std::max(stored_.back().exp_s_max, entry.exp_s);
}

void ReplayWindow::make_room() {
  table_.sweep(kSweptSlots, expired_s());
  if (old_) {
    drain(kDrainedSlots);
  }
  const std::size_t capacity = table_.capacity();
  if (table_.used() < room_in(capacity) || capacity >= largest_capacity(entries_max_)) {
    return;
  }
  VS_ASSERT(!old_);
  old_drained_ = 0;
  old_.emplace(std::exchange(table_, ReplayTable(capacity * 2, layout_seed_)));
}

void ReplayWindow::drain(std::size_t slots) {
  const auto all = old_->slots();
  const std::size_t end = std::min(old_drained_ + slots, all.size());
  for (; old_drained_ < end; ++old_drained_) {
    const ReplayEntry& entry = all[old_drained_];
    if (entry.exp_s != 0 && is_live(entry.exp_s)) {
      table_.insert(entry);
    }
  }
  if (old_drained_ == all.size()) {
    old_.reset();
  }
}

BlockHeight ReplayWindow::floor() const {
  return stored_.empty() ? next(height_) : stored_.front().height;
}

bool ReplayWindow::restore(BlockHeight height, ByteView entries) {
  if (entries.size() % kReplayEntryBytes != 0) {
    return false;
  }
  ByteReader reader(entries);
  while (reader.remaining() > 0) {
    const ReplayEntry entry = read_entry(reader);
    if (entry.exp_s == 0) {
      return false;
    }
    if (is_live(entry.exp_s) && find_live(entry.key) == nullptr) {
      add(height, entry);
    }
  }
  return true;
}

}  // namespace vitalstream::ledger
