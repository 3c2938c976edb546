#include <algorithm>
#include <limits>
#include <utility>

#include "base/byte_reader.hpp"
#include "storage/keys.hpp"
#include "storage/limits.hpp"
#include "storage/read_view.hpp"
#include "storage/rocks/snapshot.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {
namespace {

using Iterator = std::unique_ptr<rocksdb::Iterator>;

// The bounds, kept alive beside the iterator that points to them.
class Range {
 public:
  Range(RocksHandle& rocks, rocksdb::ColumnFamilyHandle* family, const rocksdb::Snapshot* snapshot)
      : rocks_(rocks), family_(family) {
    options_.snapshot = snapshot;
  }

  void set_lower(ByteView key) {
    lower_ = to_slice(key);
    options_.iterate_lower_bound = &lower_;
  }
  void set_upper(ByteView key) {
    upper_ = to_slice(key);
    options_.iterate_upper_bound = &upper_;
  }
  [[nodiscard]] Iterator open() const {
    return Iterator(rocks_.db().NewIterator(options_, family_));
  }

 private:
  RocksHandle& rocks_;
  rocksdb::ColumnFamilyHandle* family_;
  rocksdb::ReadOptions options_;
  rocksdb::Slice lower_;
  rocksdb::Slice upper_;
};

ColumnFamily family_of(ScanSource source) {
  return source == ScanSource::State ? ColumnFamily::State : ColumnFamily::Index;
}

KeyValue entry_of(const rocksdb::Iterator& at) {
  return {.key = to_bytes(to_view(at.key())), .value = to_bytes(to_view(at.value()))};
}

void start(rocksdb::Iterator& at, const ScanRequest& request) {
  const bool ascending = request.order == ScanOrder::Ascending;
  if (!request.after) {
    ascending ? at.SeekToFirst() : at.SeekToLast();
    return;
  }
  const rocksdb::Slice after = to_slice(*request.after);
  ascending ? at.Seek(after) : at.SeekForPrev(after);
  if (at.Valid() && at.key() == after) {
    ascending ? at.Next() : at.Prev();
  }
}

}  // namespace

ScanRequest scan_prefix(ScanSource source, ByteView prefix) {
  ScanRequest request;
  request.source = source;
  request.from = to_bytes(prefix);
  request.to = end_of_prefix(prefix);
  return request;
}

Result<ScanPage, StorageError> ReadView::scan(const ScanRequest& request) const {
  Range range(*rocks_, families_->of(family_of(request.source)), Snapshot::of(snapshot_.get()));
  range.set_lower(request.from);
  if (request.to) {
    range.set_upper(*request.to);
  }
  const Iterator at = range.open();
  const std::size_t entries_max = std::min(request.entries_max, kScanEntriesMax);
  ScanPage page;
  std::size_t bytes = 0;
  start(*at, request);
  while (at->Valid() && page.entries.size() < entries_max && bytes < kScanBytesMax) {
    bytes += at->key().size() + at->value().size();
    page.entries.push_back(entry_of(*at));
    request.order == ScanOrder::Ascending ? at->Next() : at->Prev();
  }
  if (!at->status().ok()) {
    return to_storage_error(at->status());
  }
  page.has_more = at->Valid();
  return page;
}

Read<AtHeight> ReadView::first_finalization_from(Height height) const {
  const HeightKey lower = height_key(height);
  const Range range(*rocks_, families_->of(ColumnFamily::Finalizations),
                    Snapshot::of(snapshot_.get()));
  const Iterator at = range.open();
  at->Seek(to_slice(lower));
  if (!at->status().ok()) {
    return to_storage_error(at->status());
  }
  if (!at->Valid()) {
    return std::optional<AtHeight>();
  }
  const auto found = height_of_key(to_view(at->key()));
  if (!found) {
    return StorageError::Corruption;
  }
  return std::optional(AtHeight{.height = *found, .value = to_bytes(to_view(at->value()))});
}

Read<AtHeight> ReadView::first_seal_from(Height height) const {
  const FieldHeightKey lower = block_field_key(BlockField::Seal, height);
  const Bytes end{static_cast<std::uint8_t>(BlockField::Seal) + 1};
  Range range(*rocks_, families_->of(ColumnFamily::Blocks), Snapshot::of(snapshot_.get()));
  range.set_lower(lower);
  range.set_upper(end);
  const Iterator at = range.open();
  at->SeekToFirst();
  if (!at->status().ok()) {
    return to_storage_error(at->status());
  }
  if (!at->Valid()) {
    return std::optional<AtHeight>();
  }
  const auto found = height_of_key(to_view(at->key()).subspan(1));
  if (!found) {
    return StorageError::Corruption;
  }
  return std::optional(AtHeight{.height = *found, .value = to_bytes(to_view(at->value()))});
}

Result<std::vector<BatchDigest>, StorageError> ReadView::pending_batches() const {
  return digests_under(MetaField::PendingBatch, std::nullopt,
                       std::numeric_limits<std::size_t>::max());
}

Result<std::vector<BatchDigest>, StorageError> ReadView::wanted_contents(
    const std::optional<BatchDigest>& after) const {
  return digests_under(MetaField::WantedContent, after, kScanEntriesMax);
}

Result<std::vector<BatchDigest>, StorageError> ReadView::digests_under(
    MetaField field, const std::optional<BatchDigest>& after, std::size_t most) const {
  Bytes lower{static_cast<std::uint8_t>(field)};
  const Bytes end{static_cast<std::uint8_t>(static_cast<std::uint8_t>(field) + 1)};
  if (after) {
    append(lower, after->view());
    lower.push_back(0);
  }
  Range range(*rocks_, families_->of(ColumnFamily::Meta), Snapshot::of(snapshot_.get()));
  range.set_lower(lower);
  range.set_upper(end);
  std::vector<BatchDigest> digests;
  const Iterator at = range.open();
  for (at->SeekToFirst(); at->Valid() && digests.size() < most; at->Next()) {
    const auto digest = BatchDigest::from(to_view(at->key()).subspan(1));
    if (!digest) {
      return StorageError::Corruption;
    }
    digests.push_back(*digest);
  }
  if (!at->status().ok()) {
    return to_storage_error(at->status());
  }
  return digests;
}

Result<std::vector<AtHeight>, StorageError> ReadView::window_from(Height height) const {
  const HeightKey lower = height_key(height);
  Range range(*rocks_, families_->of(ColumnFamily::Window), Snapshot::of(snapshot_.get()));
  range.set_lower(lower);
  std::vector<AtHeight> entries;
  const Iterator at = range.open();
  for (at->SeekToFirst(); at->Valid() && entries.size() < kScanEntriesMax; at->Next()) {
    const auto found = height_of_key(to_view(at->key()));
    if (!found) {
      return StorageError::Corruption;
    }
    entries.push_back({.height = *found, .value = to_bytes(to_view(at->value()))});
  }
  if (!at->status().ok()) {
    return to_storage_error(at->status());
  }
  return entries;
}

Result<std::vector<KeyValue>, StorageError> ReadView::evidence() const {
  const Range range(*rocks_, families_->of(ColumnFamily::Evidence), Snapshot::of(snapshot_.get()));
  std::vector<KeyValue> entries;
  const Iterator at = range.open();
  for (at->SeekToFirst(); at->Valid() && entries.size() < kScanEntriesMax; at->Next()) {
    entries.push_back(entry_of(*at));
  }
  if (!at->status().ok()) {
    return to_storage_error(at->status());
  }
  return entries;
}

}  // namespace vitalstream::storage
