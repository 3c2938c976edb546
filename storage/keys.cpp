#include "storage/keys.hpp"

#include <algorithm>
#include <limits>

#include "base/byte_reader.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kCommittedBatchBytes = kDigestBytes + sizeof(std::uint32_t);

// Writes a big-endian number and returns what follows it.
template <class Number, class Iterator>
Iterator put_number(Iterator at, Number number) {
  for (std::size_t byte = sizeof(Number); byte-- > 0;) {
    *at++ = static_cast<std::uint8_t>((number >> (8 * byte)) & 0xFFU);
  }
  return at;
}

template <class Field>
FieldDigestKey field_digest_key(Field field, ByteView digest) {
  FieldDigestKey key{static_cast<std::uint8_t>(field)};
  std::ranges::copy(digest, key.begin() + 1);
  return key;
}

}  // namespace

HeightKey height_key(Height height) {
  HeightKey key{};
  put_number(key.begin(), height.value());
  return key;
}

std::optional<Height> height_of_key(ByteView key) {
  ByteReader reader(key);
  const Height height(reader.u64());
  return reader.finished() ? std::optional(height) : std::nullopt;
}

FieldHeightKey block_field_key(BlockField field, Height height) {
  FieldHeightKey key{static_cast<std::uint8_t>(field)};
  put_number(key.begin() + 1, height.value());
  return key;
}

FieldDigestKey block_digest_key(const BlockDigest& digest) {
  return field_digest_key(BlockField::HeightOfDigest, digest.view());
}

TileKey tile_key(const crypto::TileId& tile) {
  TileKey key{static_cast<std::uint8_t>(tile.level)};
  put_number(key.begin() + 1, tile.index);
  return key;
}

AttachmentKey attachment_key(const BatchDigest& batch, std::uint32_t item, std::uint16_t number) {
  AttachmentKey key{};
  auto at = std::ranges::copy(batch.value(), key.begin()).out;
  at = put_number(at, item);
  put_number(at, number);
  return key;
}

std::array<std::uint8_t, 1> tip_key() { return {static_cast<std::uint8_t>(MetaField::Tip)}; }

std::array<std::uint8_t, 1> state_generation_key() {
  return {static_cast<std::uint8_t>(MetaField::StateGeneration)};
}

FieldDigestKey pending_batch_key(const BatchDigest& digest) {
  return field_digest_key(MetaField::PendingBatch, digest.view());
}

FieldDigestKey wanted_content_key(const BatchDigest& digest) {
  return field_digest_key(MetaField::WantedContent, digest.view());
}

Bytes named_key(std::string_view name) {
  Bytes key{static_cast<std::uint8_t>(MetaField::Named)};
  append(key, as_bytes(name));
  return key;
}

std::optional<Bytes> end_of_prefix(ByteView prefix) {
  Bytes end = to_bytes(prefix);
  while (!end.empty() && end.back() == std::numeric_limits<std::uint8_t>::max()) {
    end.pop_back();
  }
  if (end.empty()) {
    return std::nullopt;
  }
  ++end.back();
  return end;
}

Bytes encode_tip(const Tip& tip) {
  ByteWriter writer(kHeightKeyBytes + kDigestBytes);
  writer.u64(tip.height.value());
  writer.digest(tip.digest);
  return writer.take();
}

std::optional<Tip> decode_tip(ByteView value) {
  ByteReader reader(value);
  Tip tip;
  tip.height = Height(reader.u64());
  tip.digest = reader.digest<BlockDigest>();
  return reader.finished() ? std::optional(tip) : std::nullopt;
}

std::array<std::uint8_t, kTxLocationBytes> encode_location(const TxLocation& at) {
  std::array<std::uint8_t, kTxLocationBytes> value{};
  auto next = put_number(value.begin(), at.height.value());
  next = put_number(next, at.index.value());
  put_number(next, at.leaf.value());
  return value;
}

std::optional<TxLocation> decode_location(ByteView value) {
  ByteReader reader(value);
  TxLocation at;
  at.height = Height(reader.u64());
  at.index = BlockIndex(reader.u32());
  at.leaf = LeafIndex(reader.u64());
  return reader.finished() ? std::optional(at) : std::nullopt;
}

Bytes encode_executed(const ExecutedInfo& info) {
  ByteWriter writer(4 * kDigestBytes + sizeof(info.log_size));
  writer.digest(info.executed_root);
  writer.digest(info.results_root);
  writer.digest(info.delta_digest);
  writer.u64(info.log_size.value());
  writer.digest(info.log_root);
  return writer.take();
}

std::optional<ExecutedInfo> decode_executed(ByteView value) {
  ByteReader reader(value);
  ExecutedInfo info;
  info.executed_root = reader.digest<ExecutedRoot>();
  info.results_root = reader.digest<ResultsRoot>();
  info.delta_digest = reader.digest<DeltaDigest>();
  info.log_size = TreeSize(reader.u64());
  info.log_root = reader.digest<LogRoot>();
  return reader.finished() ? std::optional(info) : std::nullopt;
}

Bytes encode_tile(const crypto::TileHashes& hashes) {
  Bytes value;
  value.reserve(hashes.size() * kDigestBytes);
  for (const Hash32& hash : hashes) {
    append(value, hash);
  }
  return value;
}

std::optional<crypto::TileHashes> decode_tile(ByteView value) {
  const std::size_t count = value.size() / kDigestBytes;
  if (value.size() % kDigestBytes != 0 || count > crypto::kTileHashes) {
    return std::nullopt;
  }
  crypto::TileHashes hashes(count);
  for (std::size_t index = 0; index < count; ++index) {
    std::ranges::copy(value.subspan(index * kDigestBytes, kDigestBytes), hashes[index].begin());
  }
  return hashes;
}

Bytes encode_generation(std::uint32_t generation) {
  ByteWriter writer;
  writer.u32(generation);
  return writer.take();
}

std::optional<std::uint32_t> decode_generation(ByteView value) {
  ByteReader reader(value);
  const std::uint32_t generation = reader.u32();
  return reader.finished() ? std::optional(generation) : std::nullopt;
}

Bytes encode_committed(std::span<const CommittedBatch> batches) {
  ByteWriter writer(batches.size() * kCommittedBatchBytes);
  for (const CommittedBatch& batch : batches) {
    writer.digest(batch.digest);
    writer.u32(batch.items);
  }
  return writer.take();
}

std::optional<std::vector<CommittedBatch>> decode_committed(ByteView value) {
  ByteReader reader(value);
  std::vector<CommittedBatch> batches;
  batches.reserve(value.size() / kCommittedBatchBytes);
  while (!reader.failed() && reader.remaining() > 0) {
    CommittedBatch batch;
    batch.digest = reader.digest<BatchDigest>();
    batch.items = reader.u32();
    batches.push_back(batch);
  }
  if (!reader.finished()) {
    return std::nullopt;
  }
  return batches;
}

}  // namespace vitalstream::storage
