#pragma once
// Run: entries of a memtable in their order, and what their order is. Pure; within storage only.

#include <rocksdb/slice.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace vitalstream::storage {

// Sorted entries, each in the memtable's own form: varint length, user key, tag, then the value.
struct Run {
  std::vector<const char*> entries;
};

// A run as far as it was filled when a reader came; what is appended later lies beyond.
struct RunView {
  std::shared_ptr<const Run> run;
  const char* const* begin = nullptr;
  std::size_t count = 0;
};

// Orders entries as RocksDB's bytewise comparator orders internal keys: user keys ascending, of one
// key the newest first. Negative if `left` comes first.
[[nodiscard]] int compare_entries(const char* left, const char* right);
[[nodiscard]] int compare_entry(const char* entry, const rocksdb::Slice& internal_key);

}  // namespace vitalstream::storage
