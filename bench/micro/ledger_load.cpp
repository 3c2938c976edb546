#include "bench/micro/ledger_load.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "base/assert.hpp"
#include "base/byte_writer.hpp"

namespace vitalstream::storage {
namespace {

constexpr std::size_t kTxBytes = 600;
constexpr std::uint32_t kBatchesPerBlock = 3;
constexpr std::size_t kStateValueBytes = 120;
constexpr std::size_t kResultBytes = 12;
constexpr std::size_t kWindowEntryBytes = 36;
constexpr std::size_t kHashesPerTile = 256;
constexpr std::uint64_t kWindowBlocks = 200;

// A key as execution and queries use them: a short text, what it is about, and when.
Bytes posting_key(std::string_view kind, std::uint64_t subject, std::uint64_t leaf) {
  ByteWriter writer(kind.size() + 2 * sizeof(subject));
  writer.raw(as_bytes(kind));
  writer.u64(subject);
  writer.u64(leaf);
  return writer.take();
}

}  // namespace

std::uint64_t Random::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t value = state_;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

Hash32 Random::hash() {
  ByteWriter writer(kDigestBytes);
  for (int word = 0; word < 4; ++word) {
    writer.u64(next());
  }
  Hash32 made{};
  std::copy(writer.bytes().begin(), writer.bytes().end(), made.begin());
  return made;
}

Bytes Random::bytes(std::size_t count) {
  ByteWriter writer(count + sizeof(std::uint64_t));
  while (writer.bytes().size() < count) {
    writer.u64(next());
  }
  Bytes made = writer.take();
  made.resize(count);
  return made;
}

LedgerLoad::LedgerLoad(Database& database)
    : database_(database),
      batch_body_(Random().bytes(kTxsPerBlock * kTxBytes / kBatchesPerBlock)),
      state_value_(Random().bytes(kStateValueBytes)),
      results_(Random().bytes(kTxsPerBlock * kResultBytes)),
      window_(Random().bytes(kTxsPerBlock * kWindowEntryBytes)) {}

void LedgerLoad::add_block() {
  const Tip tip{.height = Height(++height_), .digest = BlockDigest(random_.hash())};
  CommitBatch block = database_.begin_commit(tip);
  put_batches(block);
  for (std::uint32_t index = 0; index < kTxsPerBlock; ++index) {
    put_tx(block, index);
  }
  put_tiles(block);
  block.set_block(results_);
  block.set_results(results_);
  block.set_executed(ExecutedInfo{});
  block.put_window(window_);
  block.drop_window_below(Height(height_ > kWindowBlocks ? height_ - kWindowBlocks : 0));
  VS_ASSERT(database_.commit(std::move(block)).has_value());
  VS_ASSERT(database_.sync().has_value());
}

void LedgerLoad::put_batches(CommitBatch& block) {
  std::vector<CommittedBatch> batches;
  for (std::uint32_t number = 0; number < kBatchesPerBlock; ++number) {
    batches.push_back(
        {.digest = BatchDigest(random_.hash()), .items = kTxsPerBlock / kBatchesPerBlock});
    VS_ASSERT(
        database_
            .put_batch({.digest = batches.back().digest, .encoded = batch_body_, .attachments = {}})
            .has_value());
  }
  VS_ASSERT(database_.sync().has_value());
  block.set_batches(batches);
}

void LedgerLoad::put_tx(CommitBatch& block, std::uint32_t index) {
  const std::uint64_t leaf = leaves_++;
  txs_.emplace_back(random_.hash());
  block.add_tx(txs_.back(),
               {.height = Height(height_), .index = BlockIndex(index), .leaf = LeafIndex(leaf)});
  const std::uint64_t subject = random_.next();
  block.put_state(posting_key("record/observation/", subject, 0), state_value_);
  block.put_index(posting_key("history/observation/", subject, leaf), {});
  block.put_index(posting_key("subject/", subject % 1'000'000, leaf), {});
}

void LedgerLoad::put_tiles(CommitBatch& block) {
  const auto put = [&](unsigned level, std::uint64_t index, std::uint64_t hashes) {
    block.put_tile({.id = {.level = level, .index = index},
                    .hashes = crypto::TileHashes(hashes, random_.hash())});
  };
  const std::uint64_t first = (leaves_ - kTxsPerBlock) / kHashesPerTile;
  for (std::uint64_t tile = first; tile < leaves_ / kHashesPerTile; ++tile) {
    put(0, tile, kHashesPerTile);
  }
  put(0, leaves_ / kHashesPerTile, leaves_ % kHashesPerTile);
  put(1, 0, leaves_ / kHashesPerTile % kHashesPerTile);
}

double cpu_seconds() {
  rusage usage{};
  VS_ASSERT(getrusage(RUSAGE_SELF, &usage) == 0);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_mib() {
  rusage usage{};
  VS_ASSERT(getrusage(RUSAGE_SELF, &usage) == 0);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

double bytes_under(const std::filesystem::path& path) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    bytes += entry.is_regular_file() ? static_cast<double>(entry.file_size()) : 0;
  }
  return bytes;
}

}  // namespace vitalstream::storage
