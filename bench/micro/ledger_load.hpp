#pragma once
// LedgerLoad: blocks as a validator commits them, for the benchmarks of storage: 1,000 transactions
// of 600 bytes in three batches, each with its index entries, state, tiles, results and replay
// window, two syncs per block. And what a process has cost so far. One thread.

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "storage/database.hpp"

namespace vitalstream::storage {

inline constexpr std::uint64_t kTxsPerBlock = 1'000;

// The same numbers at every run.
class Random {
 public:
  std::uint64_t next();
  Hash32 hash();
  Bytes bytes(std::size_t count);

 private:
  std::uint64_t state_ = 1;
};

class LedgerLoad {
 public:
  explicit LedgerLoad(Database& database);

  void add_block();
  // Of all transactions so far, in their order.
  [[nodiscard]] const std::vector<TxId>& txs() const { return txs_; }

 private:
  void put_batches(CommitBatch& block);
  void put_tx(CommitBatch& block, std::uint32_t index);
  void put_tiles(CommitBatch& block);

  Database& database_;
  Random random_;
  Bytes batch_body_;
  Bytes state_value_;
  Bytes results_;
  Bytes window_;
  std::vector<TxId> txs_;
  std::uint64_t height_ = 0;
  std::uint64_t leaves_ = 0;
};

// User and system time of the whole process.
[[nodiscard]] double cpu_seconds();
[[nodiscard]] double resident_mib();
[[nodiscard]] double bytes_under(const std::filesystem::path& path);

}  // namespace vitalstream::storage
