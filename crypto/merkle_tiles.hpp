#pragma once
// The RFC 6962 tree as tiles of 256 hashes (c2sp.org/tlog-tiles, height 8): the tile (level L,
// index N) holds the nodes of tree level 8L from N * 256 on. A full tile never changes; the last
// one of each level is rewritten as it grows. TileBuilder yields the tiles to write, TileNodeReader
// gives the nodes for proofs. Called by storage's and the ledger's owners. Pure; a value belongs to
// one thread.

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/digest.hpp"
#include "crypto/merkle_nodes.hpp"
#include "crypto/rfc6962.hpp"

namespace vitalstream::crypto {

inline constexpr unsigned kTileHeight = 8;
inline constexpr std::size_t kTileHashes = std::size_t{1} << kTileHeight;
// Eight levels of tiles cover 2^64 leaves.
inline constexpr unsigned kTileLevelsMax = 8;

struct TileId {
  unsigned level = 0;
  std::uint64_t index = 0;
  friend bool operator==(const TileId&, const TileId&) = default;
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

// 1 to 256 hashes; fewer than 256 in the last tile of its level.
using TileHashes = std::vector<Hash32>;

struct Tile {
  TileId id;
  TileHashes hashes;
  friend bool operator==(const Tile&, const Tile&) = default;
};

// Looks a tile up as it is kept; nothing if it is not. A tile may hold more hashes than the tree
// size that somebody asks about had.
using TileReader = std::function<std::optional<TileHashes>(const TileId&)>;

// How many hashes the tile has in a tree of this size; zero if there is no such tile.
[[nodiscard]] std::size_t tile_width(const TileId& tile, TreeSize size);

// Grows the tiles of a tree. It keeps the last, partial tile of each level.
class TileBuilder {
 public:
  // For a tree without leaves.
  TileBuilder() = default;
  // For a tree of this size. Nothing if one of the partial tiles at its edge is not kept.
  [[nodiscard]] static std::optional<TileBuilder> resume(TreeSize size, const TileReader& tiles);

  // The tiles that these leaf hashes change, in their final state, each once, by level and index.
  [[nodiscard]] std::vector<Tile> append(std::span<const Hash32> leaves);
  [[nodiscard]] TreeSize size() const { return size_; }

 private:
  [[nodiscard]] std::vector<Hash32> grow_level(unsigned level, std::span<const Hash32> nodes,
                                               std::vector<Tile>& changed);

  TreeSize size_{0};
  std::map<unsigned, TileHashes> partial_;
};

// Answers a NodeReader's questions from tiles and computes the levels between. It keeps what it has
// read and computed: one proof reads at most two tiles at each level, but several nodes of each,
// and the proofs of leaves that lie together share most of theirs.
class TileNodeReader {
 public:
  explicit TileNodeReader(TileReader tiles) : tiles_(std::move(tiles)) {}

  [[nodiscard]] std::optional<Hash32> operator()(const NodeId& node);

 private:
  TileReader tiles_;
  std::map<TileId, std::optional<MerkleNodes>> read_;
};

}  // namespace vitalstream::crypto
