#include "ledger/execution/replay_window.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::ledger {
namespace {

constexpr std::size_t kTableCapacityMin = 4'096;

// A table is replaced at three quarters; the next one begins at most half full.
std::size_t room_in(const ReplayTable& table) { return table.capacity() / 4 * 3; }
std::size_t capacity_for(std::size_t live) { return std::max(kTableCapacityMin, live * 2 + 2); }

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
      table_(kTableCapacityMin, layout_seed) {}

bool ReplayWindow::is_live(std::uint32_t exp_s) const {
  return is_before(now_, UnixSeconds{exp_s});
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
  if (old_) {
    drain(drain_slots_);
  }
  if (table_.used() < room_in(table_)) {
    return;
  }
  if (old_) {
    drain(old_->capacity());
  }
  ReplayTable next(capacity_for(live_ + 1), layout_seed_);
  // A quarter of the new table's capacity is left when all live entries have moved; by then the old
  // table must be empty.
  drain_slots_ = table_.capacity() / (next.capacity() / 4) + 1;
  old_drained_ = 0;
  old_.emplace(std::exchange(table_, std::move(next)));
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
