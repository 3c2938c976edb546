#include "storage/rocks/run_table.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace vitalstream::storage {
namespace {

constexpr std::size_t kTailEntries = 256;
std::shared_ptr<Run> merged(const Run& left, const Run& right) {
  auto run = std::make_shared<Run>();
  run->entries.resize(left.entries.size() + right.entries.size());
  std::ranges::merge(
      left.entries, right.entries, run->entries.begin(),
      [](const char* one, const char* other) { return compare_entries(one, other) < 0; });
  return run;
}

std::shared_ptr<Run> empty_run(std::size_t capacity) {
  auto run = std::make_shared<Run>();
  run->entries.reserve(capacity);
  return run;
}

RunView view_of(const std::shared_ptr<Run>& run) {
  return {.run = run, .begin = run->entries.data(), .count = run->entries.size()};
}

}  // namespace

RunTable::RunTable(rocksdb::Allocator* allocator)
    : rocksdb::MemTableRep(allocator), tail_(empty_run(kTailEntries)) {}

void RunTable::Insert(rocksdb::KeyHandle handle) {
  const auto* entry = static_cast<const char*>(handle);
  if (!tail_->entries.empty() && compare_entries(tail_->entries.back(), entry) > 0) {
    close_tail();
  }
  if (tail_->entries.size() == tail_->entries.capacity()) {
    grow_tail();
  }
  const std::lock_guard lock(mutex_);
  // Never beyond the capacity: readers keep pointers into the array.
  tail_->entries.push_back(entry);
}

void RunTable::grow_tail() {
  auto larger = empty_run(tail_->entries.capacity() * 2);
  larger->entries.insert(larger->entries.end(), tail_->entries.begin(), tail_->entries.end());
  const std::lock_guard lock(mutex_);
  tail_ = std::move(larger);
}

// Merges outside of the lock: the runs themselves never change, and nobody else replaces them.
void RunTable::close_tail() {
  Runs runs = runs_;
  runs.push_back(tail_);
  while (runs.size() > 1 &&
         runs[runs.size() - 2]->entries.size() <= 2 * runs.back()->entries.size()) {
    auto both = merged(*runs[runs.size() - 2], *runs.back());
    runs.pop_back();
    runs.back() = std::move(both);
  }
  auto tail = empty_run(kTailEntries);
  const std::lock_guard lock(mutex_);
  runs_ = std::move(runs);
  tail_ = std::move(tail);
}

bool RunTable::Contains(const char* key) const {
  const auto runs = view();
  return std::ranges::any_of(runs, [key](const RunView& run) {
    return std::binary_search(
        run.begin, run.begin + run.count, key,
        [](const char* one, const char* other) { return compare_entries(one, other) < 0; });
  });
}

std::size_t RunTable::ApproximateMemoryUsage() {
  std::size_t entries = 0;
  const std::lock_guard lock(mutex_);
  for (const auto& run : runs_) {
    entries += run->entries.capacity();
  }
  return (entries + tail_->entries.capacity()) * sizeof(const char*);
}

std::vector<RunView> RunTable::view() const {
  std::vector<RunView> views;
  const std::lock_guard lock(mutex_);
  views.reserve(runs_.size() + 1);
  for (const auto& run : runs_) {
    views.push_back(view_of(run));
  }
  if (!tail_->entries.empty()) {
    views.push_back(view_of(tail_));
  }
  return views;
}

rocksdb::MemTableRep::Iterator* RunTable::GetIterator(rocksdb::Arena* arena) {
  if (arena == nullptr) {
    return new RunIterator(view(), /*place=*/nullptr);
  }
  IteratorPlace& place = iterator_places_.take();
  return new (place.storage.data()) RunIterator(view(), &place);
}

rocksdb::MemTableRep* RunTableFactory::CreateMemTableRep(
    const rocksdb::MemTableRep::KeyComparator& /*order*/, rocksdb::Allocator* allocator,
    const rocksdb::SliceTransform* /*transform*/, rocksdb::Logger* /*logger*/) {
  return new RunTable(allocator);
}

}  // namespace vitalstream::storage
