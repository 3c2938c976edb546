#include "storage/rocks/commit_writes.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {

CommitBatch::Writes::Writes(RocksHandle& rocks) : families_(rocks.families()) {}

void CommitBatch::Writes::put(ColumnFamily family, ByteView key, ByteView value) {
  check(batch_.Put(families_->of(family), to_slice(key), to_slice(value)));
}

void CommitBatch::Writes::erase(ColumnFamily family, ByteView key) {
  check(batch_.Delete(families_->of(family), to_slice(key)));
}

void CommitBatch::Writes::put_sorted(ColumnFamily family, ByteView key, ByteView value) {
  gather(family, key, value, Change::Put);
}

void CommitBatch::Writes::erase_sorted(ColumnFamily family, ByteView key) {
  gather(family, key, {}, Change::Erase);
}

rocksdb::WriteBatch& CommitBatch::Writes::finish() {
  for (const ColumnFamily family : kColumnFamilies) {
    write_sorted(family, entries_[static_cast<std::size_t>(family)]);
  }
  gathered_.clear();
  return batch_;
}

std::size_t CommitBatch::Writes::bytes() const { return batch_.GetDataSize() + gathered_.size(); }

void CommitBatch::Writes::gather(ColumnFamily family, ByteView key, ByteView value, Change change) {
  entries_[static_cast<std::size_t>(family)].push_back(
      {.begin = gathered_.size(),
       .key_bytes = static_cast<std::uint32_t>(key.size()),
       .value_bytes = static_cast<std::uint32_t>(value.size()),
       .change = change});
  append(gathered_, key);
  append(gathered_, value);
}

void CommitBatch::Writes::write_sorted(ColumnFamily family, Entries& entries) {
  std::ranges::stable_sort(entries, [this](const Entry& left, const Entry& right) {
    return as_text(key_of(left)) < as_text(key_of(right));
  });
  for (const Entry& entry : entries) {
    if (entry.change == Change::Erase) {
      erase(family, key_of(entry));
    } else {
      put(family, key_of(entry),
          ByteView(gathered_).subspan(entry.begin + entry.key_bytes, entry.value_bytes));
    }
  }
  entries.clear();
}

ByteView CommitBatch::Writes::key_of(const Entry& entry) const {
  return ByteView(gathered_).subspan(entry.begin, entry.key_bytes);
}

// Adding to a write batch fails only for a batch beyond all limits.
void CommitBatch::Writes::check(const rocksdb::Status& status) { VS_ASSERT(status.ok()); }

}  // namespace vitalstream::storage
