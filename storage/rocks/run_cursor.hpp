#pragma once
// RunCursor: walks several sorted runs as if they were one, in both directions. The runs were
// looked at when the cursor was made; later entries are newer than any reader of it may see.
// One thread. Within storage only.

#include <rocksdb/slice.h>

#include <cstddef>
#include <vector>

#include "storage/rocks/run.hpp"

namespace vitalstream::storage {

class RunCursor {
 public:
  explicit RunCursor(std::vector<RunView> runs);

  [[nodiscard]] bool is_valid() const { return current_ != nullptr; }
  // Asserts that it is valid, as `next` and `previous` do.
  [[nodiscard]] const char* entry() const;
  void next();
  void previous();
  void seek_first();
  void seek_last();
  // To the first entry not before the key; to the last not after it.
  void seek(const rocksdb::Slice& internal_key);
  void seek_before(const rocksdb::Slice& internal_key);

 private:
  // Where a run is: at its first entry not before the current one, whichever way the cursor goes.
  struct Place {
    RunView run;
    std::size_t at = 0;
  };

  void take_smallest();
  void take_largest_before();

  std::vector<Place> places_;
  Place* owner_ = nullptr;  // of the current entry
  const char* current_ = nullptr;
};

}  // namespace vitalstream::storage
