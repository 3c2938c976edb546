#include "crypto/merkle_tiles.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace vitalstream::crypto {
namespace {

// How many nodes the tile level has in a tree of this size.
std::uint64_t nodes_at(unsigned level, TreeSize size) {
  return level < kTileLevelsMax ? size.value() >> (level * kTileHeight) : 0;
}

}  // namespace

std::size_t tile_width(const TileId& tile, TreeSize size) {
  const std::uint64_t nodes = nodes_at(tile.level, size);
  const std::uint64_t last = nodes >> kTileHeight;
  if (tile.index < last) {
    return kTileHashes;
  }
  return tile.index == last ? static_cast<std::size_t>(nodes % kTileHashes) : 0;
}

std::optional<TileBuilder> TileBuilder::resume(TreeSize size, const TileReader& tiles) {
  TileBuilder builder;
  builder.size_ = size;
  for (unsigned level = 0; level < kTileLevelsMax; ++level) {
    const TileId last{level, nodes_at(level, size) >> kTileHeight};
    const std::size_t width = tile_width(last, size);
    if (width == 0) {
      continue;
    }
    auto hashes = tiles(last);
    if (!hashes || hashes->size() < width) {
      return std::nullopt;
    }
    hashes->resize(width);
    builder.partial_[level] = *std::move(hashes);
  }
  return builder;
}

std::vector<Tile> TileBuilder::append(std::span<const Hash32> leaves) {
  std::vector<Tile> changed;
  std::vector<Hash32> nodes(leaves.begin(), leaves.end());
  for (unsigned level = 0; !nodes.empty(); ++level) {
    nodes = grow_level(level, nodes, changed);
  }
  size_ = TreeSize{size_.value() + leaves.size()};
  return changed;
}

// Puts new nodes into the tiles of a level; each tile that they fill is a node of the next.
std::vector<Hash32> TileBuilder::grow_level(unsigned level, std::span<const Hash32> nodes,
                                            std::vector<Tile>& changed) {
  VS_ASSERT(level < kTileLevelsMax);
  TileHashes& partial = partial_[level];
  std::uint64_t index = nodes_at(level, size_) >> kTileHeight;
  std::vector<Hash32> completed;
  while (!nodes.empty()) {
    const auto taken = nodes.first(std::min(nodes.size(), kTileHashes - partial.size()));
    nodes = nodes.subspan(taken.size());
    partial.insert(partial.end(), taken.begin(), taken.end());
    changed.push_back({{level, index}, partial});
    if (partial.size() == kTileHashes) {
      completed.push_back(merkle_root(partial));
      partial.clear();
      ++index;
    }
  }
  return completed;
}

std::optional<Hash32> TileNodeReader::operator()(const NodeId& node) {
  const unsigned level = node.level / kTileHeight;
  const unsigned height = node.level % kTileHeight;
  const std::uint64_t first = node.index << height;
  const TileId id{level, first >> kTileHeight};
  auto kept = read_.find(id);
  if (kept == read_.end()) {
    auto hashes = tiles_(id);
    kept = read_.try_emplace(id).first;
    if (hashes) {
      kept->second.emplace(std::move(*hashes));
    }
  }
  if (!kept->second) {
    return std::nullopt;
  }
  return (*kept->second)({height, (first % kTileHashes) >> height});
}

}  // namespace vitalstream::crypto
