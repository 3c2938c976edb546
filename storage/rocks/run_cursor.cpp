#include "storage/rocks/run_cursor.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"

namespace vitalstream::storage {
namespace {

// How many entries of the run come before the key; with `or_at`, or are it.
std::size_t count_before(const RunView& run, const rocksdb::Slice& internal_key, bool or_at) {
  const auto comes_before = [&](const char* entry) {
    const int order = compare_entry(entry, internal_key);
    return or_at ? order <= 0 : order < 0;
  };
  return static_cast<std::size_t>(
      std::partition_point(run.begin, run.begin + run.count, comes_before) - run.begin);
}

}  // namespace

RunCursor::RunCursor(std::vector<RunView> runs) {
  places_.reserve(runs.size());
  for (RunView& run : runs) {
    places_.push_back({.run = std::move(run), .at = 0});
  }
}

const char* RunCursor::entry() const {
  VS_ASSERT(is_valid());
  return current_;
}

void RunCursor::next() {
  VS_ASSERT(is_valid());
  ++owner_->at;
  take_smallest();
}

// No two entries are equal, so all other runs stand beyond the current entry already.
void RunCursor::previous() {
  VS_ASSERT(is_valid());
  take_largest_before();
}

void RunCursor::seek_first() {
  for (Place& place : places_) {
    place.at = 0;
  }
  take_smallest();
}

void RunCursor::seek_last() {
  for (Place& place : places_) {
    place.at = place.run.count;
  }
  take_largest_before();
}

void RunCursor::seek(const rocksdb::Slice& internal_key) {
  for (Place& place : places_) {
    place.at = count_before(place.run, internal_key, /*or_at=*/false);
  }
  take_smallest();
}

void RunCursor::seek_before(const rocksdb::Slice& internal_key) {
  for (Place& place : places_) {
    place.at = count_before(place.run, internal_key, /*or_at=*/true);
  }
  take_largest_before();
}

void RunCursor::take_smallest() {
  owner_ = nullptr;
  current_ = nullptr;
  for (Place& place : places_) {
    if (place.at == place.run.count) {
      continue;
    }
    const char* candidate = place.run.begin[place.at];
    if (current_ == nullptr || compare_entries(candidate, current_) < 0) {
      current_ = candidate;
      owner_ = &place;
    }
  }
}

void RunCursor::take_largest_before() {
  owner_ = nullptr;
  current_ = nullptr;
  for (Place& place : places_) {
    if (place.at == 0) {
      continue;
    }
    const char* candidate = place.run.begin[place.at - 1];
    if (current_ == nullptr || compare_entries(candidate, current_) > 0) {
      current_ = candidate;
      owner_ = &place;
    }
  }
  if (owner_ != nullptr) {
    --owner_->at;
  }
}

}  // namespace vitalstream::storage
