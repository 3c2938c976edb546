#include "storage/commit_batch.hpp"

#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::storage {
namespace {

using CommitBatchTest = DatabaseFixture;
using MaybeBytes = std::optional<Bytes>;

Bytes bytes(std::string_view text) { return to_bytes(as_bytes(text)); }

TEST_F(CommitBatchTest, EveryPartOfABlockIsReadBack) {
  const std::vector<CommittedBatch> batches{{numbered<BatchDigest>(1), 3},
                                            {numbered<BatchDigest>(2), 4}};
  const crypto::Tile tile{.id = {.level = 1, .index = 7},
                          .hashes = crypto::TileHashes(256, Hash32{9})};
  const ExecutedInfo info{.executed_root = numbered<ExecutedRoot>(5),
                          .results_root = {},
                          .delta_digest = {},
                          .log_size = TreeSize(7),
                          .log_root = {}};
  const TxLocation at{.height = Height(1), .index = BlockIndex(2), .leaf = LeafIndex(3)};
  CommitBatch block =
      database_->begin_commit({.height = Height(1), .digest = numbered<BlockDigest>(1)});
  block.set_block(as_bytes("block"));
  block.set_batches(batches);
  block.set_results(as_bytes("results"));
  block.set_executed(info);
  block.set_finalization(as_bytes("finalization"));
  block.add_tx(numbered<TxId>(8), at);
  block.put_state(as_bytes("key"), as_bytes("value"));
  block.put_index(as_bytes("posting"), {});
  block.put_tile(tile);
  block.put_window(as_bytes("window"));
  block.put_named("name", as_bytes("fact"));
  EXPECT_GT(block.bytes(), 8'000U);
  ASSERT_TRUE(database_->commit(std::move(block)));
  reopen();

  const ReadView view = database_->latest();
  EXPECT_EQ((**view.block(Height(1))).digest, numbered<BlockDigest>(1));
  EXPECT_EQ((**view.block(Height(1))).encoded, bytes("block"));
  EXPECT_EQ(*view.height_of(numbered<BlockDigest>(1)), std::optional(Height(1)));
  EXPECT_EQ(*view.batches_of(Height(1)), std::optional(batches));
  EXPECT_EQ(*view.results(Height(1)), MaybeBytes(bytes("results")));
  EXPECT_EQ(*view.executed(Height(1)), std::optional(info));
  EXPECT_EQ(*view.finalization(Height(1)), MaybeBytes(bytes("finalization")));
  EXPECT_EQ(*view.location_of(numbered<TxId>(8)), std::optional(at));
  EXPECT_EQ(*view.state(as_bytes("key")), MaybeBytes(bytes("value")));
  EXPECT_EQ(*view.tile(tile.id), std::optional(tile.hashes));
  EXPECT_EQ(view.window_from(Height(0))->front().value, bytes("window"));
  EXPECT_EQ(*view.named("name"), MaybeBytes(bytes("fact")));
}

TEST_F(CommitBatchTest, OfTwoChangesOfAKeyTheLaterCounts) {
  const auto erase_b = [](CommitBatch& block) { block.erase_state(as_bytes("b")); };
  ASSERT_TRUE(database_->commit(a_block(*database_, 1)
                                    .with_state("a", "1")
                                    .with_state("b", "1")
                                    .with_state("a", "2")
                                    .with(erase_b)
                                    .build()));
  EXPECT_EQ(*database_->latest().state(as_bytes("a")), MaybeBytes(bytes("2")));
  EXPECT_EQ(*database_->latest().state(as_bytes("b")), MaybeBytes());
}

TEST_F(CommitBatchTest, AnErasedStateIsGone) {
  ASSERT_TRUE(database_->commit(a_block(*database_, 1).with_state("a", "1").build()));
  ASSERT_TRUE(
      database_->commit(a_block(*database_, 2)
                            .with([](CommitBatch& block) { block.erase_state(as_bytes("a")); })
                            .build()));
  EXPECT_EQ(*database_->latest().state(as_bytes("a")), MaybeBytes());
}

TEST_F(CommitBatchTest, APartialTileIsReplaced) {
  for (std::uint64_t height = 1; height <= 3; ++height) {
    const crypto::Tile tile{.id = {.level = 0, .index = 0},
                            .hashes = crypto::TileHashes(height * 10, Hash32{})};
    const auto put_tile = [&](CommitBatch& block) { block.put_tile(tile); };
    ASSERT_TRUE(database_->commit(a_block(*database_, height).with(put_tile).build()));
  }
  EXPECT_EQ((**database_->latest().tile({.level = 0, .index = 0})).size(), 30U);
}

TEST_F(CommitBatchTest, TheWindowLosesWhatHasExpired) {
  const auto block = [&](std::uint64_t height, std::uint64_t floor) {
    return a_block(*database_, height)
        .with([&](CommitBatch& made) {
          made.put_window(as_bytes("w"));
          made.drop_window_below(Height(floor));
        })
        .build();
  };
  for (std::uint64_t height = 1; height <= 5; ++height) {
    ASSERT_TRUE(database_->commit(block(height, 0)));
  }
  reopen();
  ASSERT_TRUE(database_->commit(block(6, 4)));
  const auto window = database_->latest().window_from(Height(0));
  ASSERT_EQ(window->size(), 3U);
  EXPECT_EQ(window->front().height, Height(4));
  EXPECT_EQ(database_->latest().window_from(Height(6))->size(), 1U);
}

TEST_F(CommitBatchTest, ThatIsDroppedChangesNothing) {
  { const CommitBatch dropped = a_block(*database_, 1).with_state("a", "1").build(); }
  EXPECT_EQ(*database_->latest().state(as_bytes("a")), MaybeBytes());
  EXPECT_TRUE(database_->commit(a_block(*database_, 1).build()));
}

}  // namespace
}  // namespace vitalstream::storage
