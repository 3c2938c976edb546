#include "storage/read_view.hpp"

#include <utility>

#include "base/byte_reader.hpp"
#include "storage/keys.hpp"
#include "storage/rocks/snapshot.hpp"
#include "storage/rocks/status.hpp"

namespace vitalstream::storage {
namespace {

// Bytes that are there must decode; bytes that are not there are an answer.
template <class T>
Read<T> decoded(const Read<Bytes>& value, std::optional<T> (*decode)(ByteView)) {
  if (!value) {
    return value.error();
  }
  if (!*value) {
    return std::optional<T>();
  }
  auto made = decode(**value);
  if (!made) {
    return StorageError::Corruption;
  }
  return made;
}

std::optional<StoredBlock> decode_block(ByteView value) {
  ByteReader reader(value);
  StoredBlock block;
  block.digest = reader.digest<BlockDigest>();
  if (reader.failed()) {
    return std::nullopt;
  }
  block.encoded = to_bytes(reader.raw(reader.remaining()));
  return block;
}

}  // namespace

ReadView::Snapshot::Snapshot(RocksHandle& rocks)
    : rocks_(rocks), snapshot_(rocks.db().GetSnapshot()) {}

ReadView::Snapshot::~Snapshot() { rocks_.db().ReleaseSnapshot(snapshot_); }

const rocksdb::Snapshot* ReadView::Snapshot::of(const Snapshot* snapshot) {
  return snapshot == nullptr ? nullptr : snapshot->get();
}

ReadView::ReadView(RocksHandle& rocks, std::shared_ptr<const Families> families,
                   std::shared_ptr<const Snapshot> snapshot)
    : rocks_(&rocks), families_(std::move(families)), snapshot_(std::move(snapshot)) {}

Read<Bytes> ReadView::get(ColumnFamily family, ByteView key) const {
  return rocks_->get(families_->of(family), key, Snapshot::of(snapshot_.get()));
}

Read<Tip> ReadView::tip() const {
  return decoded<Tip>(get(ColumnFamily::Meta, tip_key()), decode_tip);
}

Read<StoredBlock> ReadView::block(Height height) const {
  return decoded<StoredBlock>(get(ColumnFamily::Blocks, block_field_key(BlockField::Block, height)),
                              decode_block);
}

Read<Height> ReadView::height_of(const BlockDigest& digest) const {
  return decoded<Height>(get(ColumnFamily::Blocks, block_digest_key(digest)), height_of_key);
}

Read<std::vector<CommittedBatch>> ReadView::batches_of(Height height) const {
  return decoded<std::vector<CommittedBatch>>(
      get(ColumnFamily::Blocks, block_field_key(BlockField::Batches, height)), decode_committed);
}

Read<Bytes> ReadView::results(Height height) const {
  return get(ColumnFamily::Results, height_key(height));
}

Read<ExecutedInfo> ReadView::executed(Height height) const {
  return decoded<ExecutedInfo>(
      get(ColumnFamily::Blocks, block_field_key(BlockField::Executed, height)), decode_executed);
}

Read<Bytes> ReadView::finalization(Height height) const {
  return get(ColumnFamily::Finalizations, height_key(height));
}

Read<TxLocation> ReadView::location_of(const TxId& id) const {
  return decoded<TxLocation>(get(ColumnFamily::TxIndex, id.view()), decode_location);
}

Read<Bytes> ReadView::batch(const BatchDigest& digest) const {
  return get(ColumnFamily::Batches, digest.view());
}

Result<bool, StorageError> ReadView::has_batch(const BatchDigest& digest) const {
  return rocks_->has(ColumnFamily::Batches, digest.view(), Snapshot::of(snapshot_.get()));
}

Read<Bytes> ReadView::state(ByteView key) const { return get(ColumnFamily::State, key); }

Read<crypto::TileHashes> ReadView::tile(const crypto::TileId& tile) const {
  return decoded<crypto::TileHashes>(get(ColumnFamily::Tiles, tile_key(tile)), decode_tile);
}

Read<Bytes> ReadView::named(std::string_view name) const {
  return get(ColumnFamily::Meta, named_key(name));
}

}  // namespace vitalstream::storage
