#pragma once
// ReadView: what the database holds, either as it is at each call (Database::latest) or as it was
// at one moment (Database::snapshot), for answers that read several keys. A view must not outlive
// its database. Any thread; one object may be used by many.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/merkle_tiles.hpp"
#include "storage/column_family.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

class Families;
class RocksHandle;
enum class MetaField : std::uint8_t;

// The two stores whose keys are the caller's.
enum class ScanSource { State, Index };
enum class ScanOrder { Ascending, Descending };

// The entries with from <= key < to. To go on, put the page's last key into `after`: it is left
// out, and the scan continues beyond it in its order.
struct ScanRequest {
  ScanSource source = ScanSource::Index;
  Bytes from;
  std::optional<Bytes> to;  // nothing: to the end
  std::optional<Bytes> after;
  ScanOrder order = ScanOrder::Ascending;
  std::size_t entries_max = 100;
};

struct ScanPage {
  std::vector<KeyValue> entries;
  bool has_more = false;
};

// The range of all keys with a prefix.
[[nodiscard]] ScanRequest scan_prefix(ScanSource source, ByteView prefix);

class ReadView {
 public:
  [[nodiscard]] Read<Tip> tip() const;
  [[nodiscard]] Read<StoredBlock> block(Height height) const;
  [[nodiscard]] Read<Height> height_of(const BlockDigest& digest) const;
  [[nodiscard]] Read<std::vector<CommittedBatch>> batches_of(Height height) const;
  [[nodiscard]] Read<Bytes> results(Height height) const;
  [[nodiscard]] Read<ExecutedInfo> executed(Height height) const;
  [[nodiscard]] Read<Bytes> finalization(Height height) const;
  // The lowest at or above a height: it makes every block up to its own final.
  [[nodiscard]] Read<AtHeight> first_finalization_from(Height height) const;

  // The lowest at or above a height: it covers every block up to its own.
  [[nodiscard]] Read<AtHeight> first_seal_from(Height height) const;

  [[nodiscard]] Read<TxLocation> location_of(const TxId& id) const;
  [[nodiscard]] Read<Bytes> batch(const BatchDigest& digest) const;
  [[nodiscard]] Result<bool, StorageError> has_batch(const BatchDigest& digest) const;
  // Held, but in no committed block yet.
  [[nodiscard]] Result<std::vector<BatchDigest>, StorageError> pending_batches() const;

  // Final batches without all that they commit to, ascending from behind one; at most
  // kScanEntriesMax: go on from the last one.
  [[nodiscard]] Result<std::vector<BatchDigest>, StorageError> wanted_contents(
      const std::optional<BatchDigest>& after) const;

  [[nodiscard]] Read<Bytes> state(ByteView key) const;
  // At most kScanEntriesMax entries and about kScanBytesMax bytes, however many are asked for.
  [[nodiscard]] Result<ScanPage, StorageError> scan(const ScanRequest& request) const;
  [[nodiscard]] Read<crypto::TileHashes> tile(const crypto::TileId& tile) const;
  // Ascending; at most kScanEntriesMax: go on from the last one's successor.
  [[nodiscard]] Result<std::vector<AtHeight>, StorageError> window_from(Height height) const;
  [[nodiscard]] Result<std::vector<KeyValue>, StorageError> evidence() const;
  [[nodiscard]] Read<Bytes> named(std::string_view name) const;

 private:
  friend class Database;
  friend class FreshState;
  class Snapshot;

  ReadView(RocksHandle& rocks, std::shared_ptr<const Families> families,
           std::shared_ptr<const Snapshot> snapshot);
  [[nodiscard]] Read<Bytes> get(ColumnFamily family, ByteView key) const;
  [[nodiscard]] Result<std::vector<BatchDigest>, StorageError> digests_under(
      MetaField field, const std::optional<BatchDigest>& after, std::size_t most) const;

  RocksHandle* rocks_;
  std::shared_ptr<const Families> families_;
  std::shared_ptr<const Snapshot> snapshot_;  // none: the latest state; shared by copies of a view
};

}  // namespace vitalstream::storage
