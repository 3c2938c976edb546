#pragma once
// The keys of the database's own stores, byte by byte (README.md has them as a table). Numbers are
// big-endian, so that the order of the keys is the order of the numbers. Pure.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.hpp"
#include "crypto/merkle_tiles.hpp"
#include "storage/types.hpp"

namespace vitalstream::storage {

inline constexpr std::size_t kHeightKeyBytes = sizeof(std::uint64_t);
inline constexpr std::size_t kTileKeyBytes = 1 + sizeof(std::uint64_t);
inline constexpr std::size_t kAttachmentKeyBytes =
    kDigestBytes + sizeof(std::uint32_t) + sizeof(std::uint16_t);

// What a key in `blocks` begins with.
enum class BlockField : std::uint8_t {
  Block = 1,
  Batches = 2,
  Executed = 3,
  HeightOfDigest = 4,
  Seal = 5,
};
// What a key in `meta` begins with.
enum class MetaField : std::uint8_t {
  Tip = 1,
  PendingBatch = 2,
  Named = 3,
  WantedContent = 4,
  StateGeneration = 5
};

using HeightKey = std::array<std::uint8_t, kHeightKeyBytes>;
using FieldHeightKey = std::array<std::uint8_t, 1 + kHeightKeyBytes>;
using FieldDigestKey = std::array<std::uint8_t, 1 + kDigestBytes>;
using TileKey = std::array<std::uint8_t, kTileKeyBytes>;
using AttachmentKey = std::array<std::uint8_t, kAttachmentKeyBytes>;

[[nodiscard]] HeightKey height_key(Height height);
[[nodiscard]] std::optional<Height> height_of_key(ByteView key);
[[nodiscard]] FieldHeightKey block_field_key(BlockField field, Height height);
[[nodiscard]] FieldDigestKey block_digest_key(const BlockDigest& digest);
[[nodiscard]] TileKey tile_key(const crypto::TileId& tile);
[[nodiscard]] AttachmentKey attachment_key(const BatchDigest& batch, std::uint32_t item,
                                           std::uint16_t number);
[[nodiscard]] std::array<std::uint8_t, 1> tip_key();
[[nodiscard]] FieldDigestKey pending_batch_key(const BatchDigest& digest);
[[nodiscard]] FieldDigestKey wanted_content_key(const BatchDigest& digest);
[[nodiscard]] Bytes named_key(std::string_view name);
[[nodiscard]] std::array<std::uint8_t, 1> state_generation_key();

// The smallest key that is greater than every key with this prefix; nothing if there is none.
[[nodiscard]] std::optional<Bytes> end_of_prefix(ByteView prefix);

// The values of the fixed forms.
[[nodiscard]] Bytes encode_tip(const Tip& tip);
[[nodiscard]] std::optional<Tip> decode_tip(ByteView value);
inline constexpr std::size_t kTxLocationBytes = 8 + 4 + 8;
[[nodiscard]] std::array<std::uint8_t, kTxLocationBytes> encode_location(const TxLocation& at);
[[nodiscard]] std::optional<TxLocation> decode_location(ByteView value);
[[nodiscard]] Bytes encode_executed(const ExecutedInfo& info);
[[nodiscard]] std::optional<ExecutedInfo> decode_executed(ByteView value);
[[nodiscard]] Bytes encode_tile(const crypto::TileHashes& hashes);
[[nodiscard]] std::optional<crypto::TileHashes> decode_tile(ByteView value);
[[nodiscard]] Bytes encode_generation(std::uint32_t generation);
[[nodiscard]] std::optional<std::uint32_t> decode_generation(ByteView value);
[[nodiscard]] Bytes encode_committed(std::span<const CommittedBatch> batches);
[[nodiscard]] std::optional<std::vector<CommittedBatch>> decode_committed(ByteView value);

}  // namespace vitalstream::storage
