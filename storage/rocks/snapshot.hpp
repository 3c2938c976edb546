#pragma once
// The RocksDB snapshot behind a ReadView, released with the view's last copy. Within storage only.

#include "storage/read_view.hpp"
#include "storage/rocks/handle.hpp"

namespace vitalstream::storage {

class ReadView::Snapshot {
 public:
  explicit Snapshot(RocksHandle& rocks);
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

  [[nodiscard]] const rocksdb::Snapshot* get() const { return snapshot_; }
  // Of a view without a snapshot: the latest state.
  [[nodiscard]] static const rocksdb::Snapshot* of(const Snapshot* snapshot);

 private:
  RocksHandle& rocks_;
  const rocksdb::Snapshot* snapshot_;
};

}  // namespace vitalstream::storage
