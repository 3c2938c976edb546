#pragma once
// RunIterator: a RunCursor in the form that RocksDB asks for, and where it lies. RocksDB creates
// iterators in an arena whose type is not public, and then destroys them without freeing them. So
// each table keeps places for them, as many as were ever in use at once, and uses them again.
// Within storage only.

#include <rocksdb/memtablerep.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/rocks/run_cursor.hpp"

namespace vitalstream::storage {

struct IteratorPlace;

// Gives the place back. The first base of the iterator, so that it is destroyed as the last part of
// it: nothing touches the place afterwards.
class PlaceGuard {
 public:
  explicit PlaceGuard(IteratorPlace* place) : place_(place) {}
  PlaceGuard(const PlaceGuard&) = delete;
  PlaceGuard& operator=(const PlaceGuard&) = delete;

 protected:
  ~PlaceGuard();

 private:
  IteratorPlace* place_;
};

class RunIterator final : private PlaceGuard, public rocksdb::MemTableRep::Iterator {
 public:
  // Without a place it is an ordinary object of the heap.
  RunIterator(std::vector<RunView> runs, IteratorPlace* place);

  bool Valid() const override { return cursor_.is_valid(); }
  const char* key() const override { return cursor_.entry(); }
  void Next() override { cursor_.next(); }
  void Prev() override { cursor_.previous(); }
  void Seek(const rocksdb::Slice& internal_key, const char* memtable_key) override;
  void SeekForPrev(const rocksdb::Slice& internal_key, const char* memtable_key) override;
  void SeekToFirst() override { cursor_.seek_first(); }
  void SeekToLast() override { cursor_.seek_last(); }

 private:
  RunCursor cursor_;
};

struct IteratorPlace {
  alignas(RunIterator) std::array<std::byte, sizeof(RunIterator)> storage{};
  std::atomic<bool> is_taken{true};
};

// Any thread.
class IteratorPlaces {
 public:
  [[nodiscard]] IteratorPlace& take();
  [[nodiscard]] std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<IteratorPlace>> places_;
};

}  // namespace vitalstream::storage
