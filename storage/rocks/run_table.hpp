#pragma once
// RunTable: RocksDB's memtable for entries that arrive in sorted batches, as those of a block do.
// A skip list searches once per entry among all entries; here a batch is appended to the end of an
// array, and arrays of like size are merged now and then, in the order of memory. It costs a
// fraction, which README.md states. For families with few reads of what was just written: a read
// looks into each of the few arrays.
//
// One writer at a time (DBOptions::allow_concurrent_memtable_write is off), any number of readers.
// Entries are never removed; they live in the memtable's arena. Within storage only.

#include <rocksdb/memtablerep.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/rocks/run.hpp"
#include "storage/rocks/run_iterator.hpp"

namespace vitalstream::storage {

class RunTable final : public rocksdb::MemTableRep {
 public:
  explicit RunTable(rocksdb::Allocator* allocator);

  void Insert(rocksdb::KeyHandle handle) override;
  bool Contains(const char* key) const override;
  std::size_t ApproximateMemoryUsage() override;
  Iterator* GetIterator(rocksdb::Arena* arena) override;

  [[nodiscard]] std::vector<RunView> view() const;

 private:
  using Runs = std::vector<std::shared_ptr<Run>>;

  void grow_tail();
  void close_tail();

  mutable std::mutex mutex_;  // guards the two below against readers; only the writer changes them
  Runs runs_;                 // each more than twice as large as the next
  std::shared_ptr<Run> tail_;
  IteratorPlaces iterator_places_;
};

class RunTableFactory final : public rocksdb::MemTableRepFactory {
 public:
  const char* Name() const override { return "VitalStreamRunTable"; }
  rocksdb::MemTableRep* CreateMemTableRep(const rocksdb::MemTableRep::KeyComparator& order,
                                          rocksdb::Allocator* allocator,
                                          const rocksdb::SliceTransform* transform,
                                          rocksdb::Logger* logger) override;
};

}  // namespace vitalstream::storage
