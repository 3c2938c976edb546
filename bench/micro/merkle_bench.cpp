// What hashing and the log tree cost: a leaf, a node, appending, the tiles of a block, proofs.
#include <benchmark/benchmark.h>

#include "base/byte_writer.hpp"
#include "crypto/merkle_frontier.hpp"
#include "crypto/merkle_proof.hpp"
#include "crypto/merkle_tiles.hpp"
#include "crypto/sha256.hpp"

namespace vitalstream::crypto {
namespace {

constexpr std::size_t kEntryBytes = 700;

std::vector<Hash32> leaves_of(std::size_t count) {
  std::vector<Hash32> leaves;
  leaves.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    ByteWriter writer;
    writer.u64(i);
    leaves.push_back(leaf_hash(writer.bytes()));
  }
  return leaves;
}

void hash(benchmark::State& state) {
  const Bytes bytes(static_cast<std::size_t>(state.range(0)), 'x');
  for (auto _ : state) {
    benchmark::DoNotOptimize(sha256(bytes));
  }
}
BENCHMARK(hash)->Arg(64)->Arg(700)->Arg(65536);

void leaf(benchmark::State& state) {
  const Bytes entry(kEntryBytes, 'x');
  for (auto _ : state) {
    benchmark::DoNotOptimize(leaf_hash(entry));
  }
}
BENCHMARK(leaf);

void append_one(benchmark::State& state) {
  const Hash32 leaf = leaf_hash(as_bytes("entry"));
  MerkleFrontier frontier;
  for (auto _ : state) {
    frontier.append(leaf);
  }
  benchmark::DoNotOptimize(frontier.root());
}
BENCHMARK(append_one);

// The tiles that a block of so many transactions changes.
void grow_tiles(benchmark::State& state) {
  const std::vector<Hash32> leaves = leaves_of(static_cast<std::size_t>(state.range(0)));
  TileBuilder builder;
  for (auto _ : state) {
    benchmark::DoNotOptimize(builder.append(leaves));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(grow_tiles)->Arg(1)->Arg(100)->Arg(1000);

void prove_inclusion(benchmark::State& state) {
  static constexpr std::size_t kLeaves = 300'000;
  std::map<TileId, TileHashes> store;
  const std::vector<Hash32> leaves = leaves_of(kLeaves);
  for (const Tile& tile : TileBuilder{}.append(leaves)) {
    store[tile.id] = tile.hashes;
  }
  std::uint64_t at = 0;
  for (auto _ : state) {
    TileNodeReader nodes([&](const TileId& id) { return std::optional(store.at(id)); });
    at = (at + 12'345) % kLeaves;
    benchmark::DoNotOptimize(inclusion_proof(std::ref(nodes), LeafIndex{at}, TreeSize{kLeaves}));
  }
}
BENCHMARK(prove_inclusion);

}  // namespace
}  // namespace vitalstream::crypto
