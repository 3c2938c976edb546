#include "storage/rocks/options.hpp"

#include <rocksdb/filter_policy.h>
#include <rocksdb/rate_limiter.h>
#include <rocksdb/table.h>

#include "crypto/merkle_tiles.hpp"
#include "storage/rocks/redacting_logger.hpp"
#include "storage/rocks/run_table.hpp"

namespace vitalstream::storage {
namespace {

constexpr double kBloomBitsPerKey = 10;
// Of a write buffer: ten bits for each of its entries, of about 100 bytes.
constexpr double kMemtableFilterShare = 0.0125;
constexpr std::size_t kBlockBytes = 8 * 1024;
constexpr std::uint64_t kMetadataBlockBytes = 4 * 1024;
constexpr std::uint64_t kBlobFileBytes = 256 * 1024 * 1024;
// Smaller values stay in the tables, where compaction moves them: cheaper than a file reference.
constexpr std::uint64_t kSmallestBlobBytes = 512;
// A full tile is written once; a partial one is replaced within seconds, mostly in memory.
constexpr std::uint64_t kFullTileBytes = crypto::kTileHashes * kDigestBytes;

// Sorted runs that may lie side by side before they are merged. Fewer mean more rewriting, more
// mean more places to look; filters make looking cheap.
constexpr int kRunsBeforeMerge = 8;

// Their values are written once, when a write buffer is flushed, and no compaction moves them.
bool holds_bodies(ColumnFamily family) {
  return family == ColumnFamily::Batches || family == ColumnFamily::Attachments ||
         family == ColumnFamily::Blocks || family == ColumnFamily::Results ||
         family == ColumnFamily::Finalizations || family == ColumnFamily::Tiles;
}

// Several small entries per transaction at random keys: where a commit's CPU time goes.
bool holds_many_entries(ColumnFamily family) {
  return family == ColumnFamily::TxIndex || family == ColumnFamily::State ||
         family == ColumnFamily::Index;
}

// Asked mostly for keys that may not exist.
bool needs_filter(ColumnFamily family) {
  return family == ColumnFamily::TxIndex || family == ColumnFamily::State ||
         family == ColumnFamily::Batches || family == ColumnFamily::Attachments;
}

std::size_t write_buffer_share(ColumnFamily family, std::size_t total_bytes) {
  switch (family) {
    case ColumnFamily::Batches:
    case ColumnFamily::Attachments:
      return total_bytes / 4;
    case ColumnFamily::State:
    case ColumnFamily::Index:
    case ColumnFamily::TxIndex:
    case ColumnFamily::Blocks:
    case ColumnFamily::Finalizations:
    case ColumnFamily::Results:
    case ColumnFamily::Tiles:
    case ColumnFamily::Window:
    case ColumnFamily::Evidence:
    case ColumnFamily::Meta:
      return total_bytes / 16;
  }
  return total_bytes / 16;
}

rocksdb::BlockBasedTableOptions make_table_options(ColumnFamily family,
                                                   const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = kBlockBytes;
  table.format_version = 5;
  // Index and filter blocks live in the cache too, or memory would grow with the ledger.
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.metadata_block_size = kMetadataBlockBytes;
  // A block that is read alone lies in two pages of the encrypted file then, not in three. With
  // small entries hardly any room is lost.
  table.block_align = holds_many_entries(family);
  if (needs_filter(family)) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
    table.partition_filters = true;
    table.whole_key_filtering = true;
  }
  return table;
}

}  // namespace

rocksdb::DBOptions make_db_options(const DatabaseOptions& options) {
  rocksdb::DBOptions db;
  db.create_if_missing = options.missing == MissingDatabase::Create;
  db.create_missing_column_families = options.missing == MissingDatabase::Create;

  // A tail that was never acknowledged may be missing; a hole in the middle, or an older log cut
  // short, must not pass.
  db.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  db.track_and_verify_wals_in_manifest = true;
  db.paranoid_checks = true;
  db.best_efforts_recovery = false;
  db.max_bgerror_resume_count = 0;

  // What an authenticated file system cannot offer (storage/encrypted_fs/README.md).
  db.use_direct_reads = false;
  db.use_direct_io_for_flush_and_compaction = false;
  db.allow_mmap_reads = false;
  db.allow_mmap_writes = false;
  db.allow_fallocate = false;
  db.recycle_log_file_num = 0;
  db.bytes_per_sync = 0;
  db.wal_bytes_per_sync = 0;

  db.info_log = std::make_shared<RedactingLogger>(options.log);
  db.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  db.stats_dump_period_sec = 0;
  db.stats_persist_period_sec = 0;
  db.statistics = nullptr;

  // RunTable has one writer at a time.
  db.allow_concurrent_memtable_write = false;
  // One write and one fdatasync per round instead of one write per put.
  db.manual_wal_flush = true;
  db.max_open_files = options.open_files_max;
  // For each column family anew, whether or not it has so many files. As many as by default cost an
  // opening more than they save it.
  db.max_file_opening_threads = options.background_threads;
  db.max_background_jobs = options.background_threads;
  db.db_write_buffer_size = options.write_buffer_bytes;
  db.max_total_wal_size = options.wal_bytes;
  db.skip_stats_update_on_db_open = true;
  if (options.write_bytes_per_second_max > 0) {
    db.rate_limiter.reset(rocksdb::NewGenericRateLimiter(
        static_cast<std::int64_t>(options.write_bytes_per_second_max)));
  }
  return db;
}

rocksdb::ColumnFamilyOptions make_family_options(ColumnFamily family,
                                                 const DatabaseOptions& options,
                                                 const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions made;
  made.write_buffer_size = write_buffer_share(family, options.write_buffer_bytes);
  made.max_write_buffer_number = 4;
  // Bodies hardly compress and CPU is what a validator lacks; see README.md for the figures.
  made.compression = rocksdb::kNoCompression;
  made.bottommost_compression = rocksdb::kDisableCompressionOption;
  made.table_factory.reset(rocksdb::NewBlockBasedTableFactory(make_table_options(family, cache)));
  if (holds_many_entries(family)) {
    // Merges runs of one size: each entry is rewritten a few times in its life, not at each level.
    made.compaction_style = rocksdb::kCompactionStyleUniversal;
    made.level0_file_num_compaction_trigger = kRunsBeforeMerge;
    made.memtable_factory = std::make_shared<RunTableFactory>();
    // Most of what is looked up was not written just now, or never.
    made.memtable_whole_key_filtering = true;
    made.memtable_prefix_bloom_size_ratio = kMemtableFilterShare;
  }
  if (holds_bodies(family)) {
    made.enable_blob_files = true;
    made.min_blob_size = family == ColumnFamily::Tiles ? kFullTileBytes : kSmallestBlobBytes;
    made.blob_file_size = kBlobFileBytes;
    made.blob_compression_type = rocksdb::kNoCompression;
    made.enable_blob_garbage_collection = false;
  }
  return made;
}

}  // namespace vitalstream::storage
