#include "storage/commit_batch.hpp"

#include "base/assert.hpp"
#include "storage/keys.hpp"
#include "storage/rocks/commit_writes.hpp"

namespace vitalstream::storage {

CommitBatch::CommitBatch(RocksHandle& rocks, Tip tip, Height window_floor)
    : tip_(tip), window_floor_(window_floor), writes_(std::make_unique<Writes>(rocks)) {}

CommitBatch::CommitBatch(CommitBatch&&) noexcept = default;
CommitBatch& CommitBatch::operator=(CommitBatch&&) noexcept = default;
CommitBatch::~CommitBatch() = default;

void CommitBatch::set_block(ByteView encoded) {
  Bytes value = to_bytes(tip_.digest.view());
  append(value, encoded);
  writes_->put(ColumnFamily::Blocks, block_field_key(BlockField::Block, tip_.height), value);
  writes_->put(ColumnFamily::Blocks, block_digest_key(tip_.digest), height_key(tip_.height));
  has_block_ = true;
}

void CommitBatch::set_batches(std::span<const CommittedBatch> batches) {
  writes_->put(ColumnFamily::Blocks, block_field_key(BlockField::Batches, tip_.height),
               encode_committed(batches));
  for (const CommittedBatch& batch : batches) {
    writes_->erase(ColumnFamily::Meta, pending_batch_key(batch.digest));
  }
  has_batches_ = true;
}

void CommitBatch::want_content(const BatchDigest& batch) {
  writes_->put(ColumnFamily::Meta, wanted_content_key(batch), {});
}

void CommitBatch::set_results(ByteView encoded) {
  writes_->put(ColumnFamily::Results, height_key(tip_.height), encoded);
  has_results_ = true;
}

void CommitBatch::set_executed(const ExecutedInfo& info) {
  writes_->put(ColumnFamily::Blocks, block_field_key(BlockField::Executed, tip_.height),
               encode_executed(info));
  has_executed_ = true;
}

void CommitBatch::set_finalization(ByteView encoded) {
  writes_->put(ColumnFamily::Finalizations, height_key(tip_.height), encoded);
}

void CommitBatch::add_tx(const TxId& id, const TxLocation& at) {
  writes_->put_sorted(ColumnFamily::TxIndex, id.view(), encode_location(at));
}

void CommitBatch::put_state(ByteView key, ByteView value) {
  writes_->put_sorted(ColumnFamily::State, key, value);
}

void CommitBatch::erase_state(ByteView key) { writes_->erase_sorted(ColumnFamily::State, key); }

void CommitBatch::put_index(ByteView key, ByteView value) {
  writes_->put_sorted(ColumnFamily::Index, key, value);
}

void CommitBatch::put_tile(const crypto::Tile& tile) {
  writes_->put(ColumnFamily::Tiles, tile_key(tile.id), encode_tile(tile.hashes));
}

void CommitBatch::put_window(ByteView entries) {
  writes_->put(ColumnFamily::Window, height_key(tip_.height), entries);
}

void CommitBatch::drop_window_below(Height height) {
  // One by one: overlapping range deletions would cost the square of their number.
  for (; window_floor_ < height; window_floor_ = next(window_floor_)) {
    writes_->erase(ColumnFamily::Window, height_key(window_floor_));
  }
}

void CommitBatch::put_named(std::string_view name, ByteView value) {
  writes_->put(ColumnFamily::Meta, named_key(name), value);
}

std::size_t CommitBatch::bytes() const { return writes_->bytes(); }

bool CommitBatch::is_complete() const {
  return has_block_ && has_batches_ && has_results_ && has_executed_;
}

void CommitBatch::finish() {
  VS_ASSERT(is_complete());
  writes_->put(ColumnFamily::Meta, tip_key(), encode_tip(tip_));
}

}  // namespace vitalstream::storage
