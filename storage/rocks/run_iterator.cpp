#include "storage/rocks/run_iterator.hpp"

#include <utility>

namespace vitalstream::storage {

PlaceGuard::~PlaceGuard() {
  if (place_ != nullptr) {
    place_->is_taken.store(false, std::memory_order_release);
  }
}

RunIterator::RunIterator(std::vector<RunView> runs, IteratorPlace* place)
    : PlaceGuard(place), cursor_(std::move(runs)) {}

void RunIterator::Seek(const rocksdb::Slice& internal_key, const char* /*memtable_key*/) {
  cursor_.seek(internal_key);
}

void RunIterator::SeekForPrev(const rocksdb::Slice& internal_key, const char* /*memtable_key*/) {
  cursor_.seek_before(internal_key);
}

IteratorPlace& IteratorPlaces::take() {
  const std::lock_guard lock(mutex_);
  for (const auto& place : places_) {
    if (!place->is_taken.load(std::memory_order_acquire)) {
      place->is_taken.store(true, std::memory_order_relaxed);
      return *place;
    }
  }
  places_.push_back(std::make_unique<IteratorPlace>());
  return *places_.back();
}

std::size_t IteratorPlaces::size() const {
  const std::lock_guard lock(mutex_);
  return places_.size();
}

}  // namespace vitalstream::storage
