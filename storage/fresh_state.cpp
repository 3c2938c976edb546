#include "storage/fresh_state.hpp"

#include <rocksdb/write_batch.h>

#include <utility>

#include "base/assert.hpp"
#include "storage/rocks/handle.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {
namespace {

void add(rocksdb::WriteBatch& writes, rocksdb::ColumnFamilyHandle* family,
         const FreshState::Row& row) {
  const rocksdb::Status added = row.value
                                    ? writes.Put(family, to_slice(row.key), to_slice(*row.value))
                                    : writes.Delete(family, to_slice(row.key));
  // Adding to a write batch fails only for a batch beyond all limits.
  VS_ASSERT(added.ok());
}

}  // namespace

FreshState::FreshState(RocksHandle& rocks, std::shared_ptr<const Families> families)
    : rocks_(rocks), families_(std::move(families)) {}

FreshState::~FreshState() {
  if (!is_used_) {
    // What stays is dropped at the next opening.
    static_cast<void>(rocks_.drop_remade(*families_));
  }
}

Written FreshState::write(const Rows& rows) {
  rocksdb::WriteBatch writes;
  for (const Row& row : rows.state) {
    add(writes, families_->of(ColumnFamily::State), row);
  }
  for (const Row& row : rows.index) {
    add(writes, families_->of(ColumnFamily::Index), row);
  }
  return writes.Count() == 0 ? Written{} : rocks_.write(writes);
}

ReadView FreshState::latest() const { return ReadView(rocks_, families_, nullptr); }

}  // namespace vitalstream::storage
