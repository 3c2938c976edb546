#include "crypto/merkle_tiles.hpp"

#include <gtest/gtest.h>

#include <random>

#include "crypto/merkle_frontier.hpp"
#include "crypto/merkle_proof.hpp"
#include "tests/unit/crypto/naive_merkle.hpp"

namespace vitalstream::crypto {
namespace {

// What a store does with tiles: keeps the last version of each. It counts its reads.
class TileStore {
 public:
  void write(const std::vector<Tile>& tiles);
  [[nodiscard]] TileReader reader();
  [[nodiscard]] std::size_t reads() const { return reads_; }
  [[nodiscard]] std::map<TileId, TileHashes>& tiles() { return tiles_; }

 private:
  std::map<TileId, TileHashes> tiles_;
  std::size_t reads_ = 0;
};

void TileStore::write(const std::vector<Tile>& tiles) {
  for (const Tile& tile : tiles) {
    tiles_[tile.id] = tile.hashes;
  }
}

TileReader TileStore::reader() {
  return [this](const TileId& id) -> std::optional<TileHashes> {
    ++reads_;
    const auto tile = tiles_.find(id);
    return tile == tiles_.end() ? std::nullopt : std::optional(tile->second);
  };
}

// Tiles of a tree by definition: node (8 * level, i) over the leaves.
TileHashes naive_tile(const TileId& id, std::span<const Hash32> leaves) {
  const std::size_t width = std::size_t{1} << (8 * id.level);
  TileHashes hashes;
  for (std::size_t i = id.index * 256; i < (id.index + 1) * 256; ++i) {
    if ((i + 1) * width > leaves.size()) {
      break;
    }
    hashes.push_back(testing::naive_root(leaves.subspan(i * width, width)));
  }
  return hashes;
}

TEST(TileWidth, FollowsTheSizeAtEachLevel) {
  EXPECT_EQ(tile_width({0, 0}, TreeSize{0}), 0U);
  EXPECT_EQ(tile_width({0, 0}, TreeSize{255}), 255U);
  EXPECT_EQ(tile_width({0, 0}, TreeSize{256}), 256U);
  EXPECT_EQ(tile_width({0, 1}, TreeSize{256}), 0U);
  EXPECT_EQ(tile_width({1, 0}, TreeSize{256}), 1U);
  EXPECT_EQ(tile_width({0, 273}, TreeSize{70'000}), 112U);
  EXPECT_EQ(tile_width({1, 0}, TreeSize{70'000}), 256U);
  EXPECT_EQ(tile_width({1, 1}, TreeSize{70'000}), 17U);
  EXPECT_EQ(tile_width({2, 0}, TreeSize{70'000}), 1U);
  EXPECT_EQ(tile_width({8, 0}, TreeSize{~std::uint64_t{0}}), 0U);
}

TEST(TileBuilder, WritesEachChangedTileOnceInItsFinalState) {
  const std::vector<Hash32> leaves = testing::some_leaves(600);
  TileBuilder builder;
  const std::vector<Tile> tiles = builder.append(leaves);
  ASSERT_EQ(tiles.size(), 4U);
  const TileId expected[] = {{0, 0}, {0, 1}, {0, 2}, {1, 0}};
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    EXPECT_EQ(tiles[i].id, expected[i]);
    EXPECT_EQ(tiles[i].hashes, naive_tile(tiles[i].id, leaves));
    EXPECT_EQ(tiles[i].hashes.size(), tile_width(tiles[i].id, TreeSize{600}));
  }
}

TEST(TileBuilder, AppendingNothingWritesNothing) {
  TileBuilder builder;
  EXPECT_TRUE(builder.append({}).empty());
  EXPECT_EQ(builder.size(), TreeSize{0});
}

TEST(TileBuilder, PiecesOfAnySizeAndResumingGiveTheSameTiles) {
  const std::vector<Hash32> leaves = testing::some_leaves(1500);
  std::mt19937 random(7);
  TileStore store;
  TileBuilder builder;
  std::size_t done = 0;
  while (done < leaves.size()) {
    const std::size_t count = std::min<std::size_t>(random() % 300, leaves.size() - done);
    store.write(builder.append(std::span(leaves).subspan(done, count)));
    done += count;
    auto resumed = TileBuilder::resume(TreeSize{done}, store.reader());
    ASSERT_TRUE(resumed);
    builder = *std::move(resumed);
    EXPECT_EQ(builder.size(), TreeSize{done});
  }
  for (const auto& [id, hashes] : store.tiles()) {
    EXPECT_EQ(hashes, naive_tile(id, leaves)) << id.level << '/' << id.index;
  }
  EXPECT_EQ(store.tiles().size(), 7U);
}

TEST(TileBuilder, ResumingAtAnOlderSizeIgnoresWhatIsNewer) {
  const std::vector<Hash32> leaves = testing::some_leaves(500);
  TileStore store;
  store.write(TileBuilder{}.append(leaves));
  auto older = TileBuilder::resume(TreeSize{300}, store.reader());
  ASSERT_TRUE(older);
  const std::vector<Tile> tiles = older->append(std::span(leaves).subspan(300, 20));
  ASSERT_EQ(tiles.size(), 1U);
  EXPECT_EQ(tiles[0].hashes, naive_tile({0, 1}, std::span<const Hash32>(leaves).first(320)));
}

TEST(TileBuilder, ResumingWithoutAPartialTileIsRefused) {
  TileStore store;
  store.write(TileBuilder{}.append(testing::some_leaves(300)));
  EXPECT_FALSE(TileBuilder::resume(TreeSize{301}, store.reader()));
  store.tiles().erase({1, 0});
  EXPECT_FALSE(TileBuilder::resume(TreeSize{300}, store.reader()));
}

TEST(TileNodeReader, ProofsFromTilesAgreeWithTheDefinition) {
  const std::vector<Hash32> leaves = testing::some_leaves(700);
  TileStore store;
  store.write(TileBuilder{}.append(leaves));
  std::mt19937 random(11);
  for (int round = 0; round < 150; ++round) {
    const std::size_t size = 1 + random() % leaves.size();
    const std::size_t leaf = random() % size;
    const auto prefix = std::span<const Hash32>(leaves).first(size);
    TileNodeReader nodes(store.reader());
    EXPECT_EQ(inclusion_proof(std::ref(nodes), LeafIndex{leaf}, TreeSize{size}),
              testing::naive_path(leaf, prefix));
    EXPECT_EQ(consistency_proof(std::ref(nodes), TreeSize{leaf + 1}, TreeSize{size}),
              testing::naive_proof(leaf + 1, prefix));
  }
}

TEST(TileNodeReader, BigTreesProveTheirLeavesWithAtMostTwoTilesALevel) {
  // Three levels of tiles. The roots come from the frontier, which other tests hold to the
  // definition.
  static constexpr std::size_t kLeaves = 70'001;
  const std::vector<Hash32> leaves = testing::some_leaves(kLeaves);
  TileStore store;
  store.write(TileBuilder{}.append(leaves));
  const TreeHead head{TreeSize{kLeaves}, merkle_root(leaves)};
  std::mt19937_64 random(13);
  for (int round = 0; round < 100; ++round) {
    const std::size_t leaf = random() % kLeaves;
    const std::size_t before = store.reads();
    TileNodeReader nodes(store.reader());
    const auto inclusion = inclusion_proof(std::ref(nodes), LeafIndex{leaf}, head.size);
    ASSERT_TRUE(inclusion);
    EXPECT_TRUE(verify_inclusion(head, LeafIndex{leaf}, leaves[leaf], *inclusion));
    EXPECT_LE(store.reads() - before, 2U * 3U);
    const auto prefix = std::span<const Hash32>(leaves).first(leaf + 1);
    const TreeHead older{TreeSize{leaf + 1}, merkle_root(prefix)};
    TileNodeReader again(store.reader());
    const auto consistency = consistency_proof(std::ref(again), older.size, head.size);
    ASSERT_TRUE(consistency);
    EXPECT_TRUE(verify_consistency(older, head, *consistency));
  }
}

TEST(TileNodeReader, MissingTilesAndNodesBeyondTheTreeAreAbsent) {
  TileStore store;
  store.write(TileBuilder{}.append(testing::some_leaves(300)));
  TileNodeReader nodes(store.reader());
  EXPECT_TRUE(nodes(NodeId{0, 299}));
  EXPECT_FALSE(nodes(NodeId{0, 300}));
  EXPECT_TRUE(nodes(NodeId{8, 0}));
  EXPECT_FALSE(nodes(NodeId{8, 1}));
  EXPECT_FALSE(nodes(NodeId{9, 0}));
  EXPECT_FALSE(nodes(NodeId{63, 0}));
  store.tiles().erase({0, 0});
  TileNodeReader fresh(store.reader());
  EXPECT_FALSE(inclusion_proof(std::ref(fresh), LeafIndex{3}, TreeSize{300}));
}

}  // namespace
}  // namespace vitalstream::crypto
