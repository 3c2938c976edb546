#include "storage/rocks/options.hpp"

#include <gtest/gtest.h>

namespace vitalstream::storage {
namespace {

TEST(Options, RecoveryNeverSkipsWhatIsDamaged) {
  const rocksdb::DBOptions db = make_db_options({});
  EXPECT_EQ(db.wal_recovery_mode, rocksdb::WALRecoveryMode::kPointInTimeRecovery);
  EXPECT_TRUE(db.track_and_verify_wals_in_manifest);
  EXPECT_TRUE(db.paranoid_checks);
  EXPECT_FALSE(db.best_efforts_recovery);
  EXPECT_EQ(db.max_bgerror_resume_count, 0);
}

TEST(Options, AskForNothingThatAnAuthenticatedFileSystemCannotOffer) {
  const rocksdb::DBOptions db = make_db_options({});
  EXPECT_FALSE(db.use_direct_reads);
  EXPECT_FALSE(db.use_direct_io_for_flush_and_compaction);
  EXPECT_FALSE(db.allow_mmap_reads);
  EXPECT_FALSE(db.allow_mmap_writes);
  EXPECT_FALSE(db.allow_fallocate);
  EXPECT_EQ(db.recycle_log_file_num, 0U);
  EXPECT_EQ(db.bytes_per_sync, 0U);
  EXPECT_EQ(db.wal_bytes_per_sync, 0U);
}

TEST(Options, AreMadeAnewOnlyWhereAsked) {
  EXPECT_FALSE(make_db_options({}).create_if_missing);
  DatabaseOptions options;
  options.missing = MissingDatabase::Create;
  EXPECT_TRUE(make_db_options(options).create_if_missing);
}

TEST(Options, BodiesLieApartAndAreNeverMoved) {
  const auto cache = rocksdb::NewLRUCache(1024);
  for (const ColumnFamily family : {ColumnFamily::Batches, ColumnFamily::Attachments}) {
    const auto made = make_family_options(family, {}, cache);
    EXPECT_TRUE(made.enable_blob_files);
    EXPECT_FALSE(made.enable_blob_garbage_collection);
  }
  EXPECT_FALSE(make_family_options(ColumnFamily::State, {}, cache).enable_blob_files);
}

TEST(Options, WriteBuffersOfAllFamiliesTogetherStayNearTheLimit) {
  const auto cache = rocksdb::NewLRUCache(1024);
  const DatabaseOptions options;
  std::size_t total = 0;
  for (const ColumnFamily family : kColumnFamilies) {
    total += make_family_options(family, options, cache).write_buffer_size;
  }
  EXPECT_LE(total, options.write_buffer_bytes * 5 / 4);
}

}  // namespace
}  // namespace vitalstream::storage
