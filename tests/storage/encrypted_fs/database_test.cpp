// A RocksDB on the encrypted file system does what it does on any other, and leaves nothing on the
// disk that can be read without the keys.

#include <gtest/gtest.h>
#include <rocksdb/utilities/checkpoint.h>

#include <fstream>
#include <sstream>

#include "tests/storage/encrypted_fs/encrypted_db.hpp"
#include "tests/unit/storage/temp_directory.hpp"

namespace vitalstream::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeed = 20'261'121;

std::string bytes_of_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

class EncryptedDatabase : public ::testing::TestWithParam<std::size_t> {
 protected:
  EncryptedDatabase() : database_(directory_.path() / "db") { database_.page_bytes = GetParam(); }

  void expect_contents(EncryptedDb& database, const Contents& expected) {
    Contents contents;
    const rocksdb::Status status = database.read_all(contents);
    ASSERT_TRUE(status.ok()) << status.ToString();
    EXPECT_EQ(contents, expected);
  }
  void expect_opens(EncryptedDb& database) {
    const rocksdb::Status status = database.open();
    ASSERT_TRUE(status.ok()) << status.ToString();
  }

  std::mt19937_64 random_{kSeed};
  TempDirectory directory_;
  EncryptedDb database_;
};

TEST_P(EncryptedDatabase, HoldsWhatWasWrittenThroughFlushesCompactionsAndReopening) {
  for (int life = 0; life < 6; ++life) {
    expect_opens(database_);
    expect_contents(database_, database_.expected());
    for (int round = 0; round < 4; ++round) {
      ASSERT_TRUE(database_.write(random_, 300).ok());
      if (round % 2 == 0) {
        ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
      }
    }
    if (life % 3 == 2) {
      ASSERT_TRUE(database_.db().CompactRange({}, nullptr, nullptr).ok());
    }
    expect_contents(database_, database_.expected());
  }
  EXPECT_EQ(database_.faults().count(), 0U);
}

TEST_P(EncryptedDatabase, AnswersPointReadsAndManyAtOnce) {
  expect_opens(database_);
  ASSERT_TRUE(database_.write(random_, 2'000).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  std::vector<std::string> names;
  for (const auto& [key, value] : database_.expected()) {
    std::string found;
    ASSERT_TRUE(database_.db().Get(rocksdb::ReadOptions(), key, &found).ok());
    EXPECT_EQ(found, value);
    names.push_back(key);
  }
  const std::vector<rocksdb::Slice> keys(names.begin(), names.end());
  std::vector<std::string> values;
  const auto statuses = database_.db().MultiGet(rocksdb::ReadOptions(), keys, &values);
  for (std::size_t index = 0; index < keys.size(); ++index) {
    ASSERT_TRUE(statuses[index].ok()) << names[index];
    EXPECT_EQ(values[index], database_.expected().at(names[index]));
  }
}

TEST_P(EncryptedDatabase, ACheckpointIsADatabaseOfTheSameKeys) {
  expect_opens(database_);
  ASSERT_TRUE(database_.write(random_, 1'500).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  ASSERT_TRUE(database_.write(random_, 200).ok());
  rocksdb::Checkpoint* made = nullptr;
  ASSERT_TRUE(rocksdb::Checkpoint::Create(&database_.db(), &made).ok());
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  const fs::path copy = directory_.path() / "copy";
  const rocksdb::Status taken = checkpoint->CreateCheckpoint(copy.string());
  ASSERT_TRUE(taken.ok()) << taken.ToString();
  const Contents then = database_.expected();
  ASSERT_TRUE(database_.write(random_, 500).ok());

  EncryptedDb other(copy);
  expect_opens(other);
  expect_contents(other, then);
}

TEST_P(EncryptedDatabase, ACheckpointMayCopyALiveLog) {
  expect_opens(database_);
  ASSERT_TRUE(database_.write(random_, 60).ok());
  rocksdb::Checkpoint* made = nullptr;
  ASSERT_TRUE(rocksdb::Checkpoint::Create(&database_.db(), &made).ok());
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  const fs::path copy = directory_.path() / "copy";
  const rocksdb::Status taken =
      checkpoint->CreateCheckpoint(copy.string(), /*log_size_for_flush=*/1U << 30U);
  ASSERT_TRUE(taken.ok()) << taken.ToString();
  EncryptedDb other(copy);
  expect_opens(other);
  expect_contents(other, database_.expected());
}

TEST_P(EncryptedDatabase, LeavesNoPlaintextOnTheDisk) {
  expect_opens(database_);
  ASSERT_TRUE(database_.write(random_, 1'500).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  ASSERT_TRUE(database_.write(random_, 200).ok());
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(database_.path())) {
    const std::string bytes = bytes_of_file(entry.path());
    for (const std::string_view canary :
         {"plaintext-canary", "key-1", "MANIFEST-", "leveldb.BytewiseComparator", "rocksdb"}) {
      EXPECT_EQ(bytes.find(canary), std::string::npos) << entry.path() << " shows " << canary;
    }
    EXPECT_EQ(entry.path().filename().string().find("LOG"), std::string::npos);
    ++files;
  }
  EXPECT_GE(files, 6U);
}

TEST_P(EncryptedDatabase, NewFilesTakeTheActiveGenerationAndOldOnesKeepTheirs) {
  expect_opens(database_);
  ASSERT_TRUE(database_.write(random_, 500).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  database_.keys->rotate();
  ASSERT_TRUE(database_.write(random_, 500).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  expect_opens(database_);
  expect_contents(database_, database_.expected());
  database_.keys->rotate();

  // Logs go when what they hold is flushed, tables and blobs when they are compacted, manifest,
  // options and the pointer at the next opening: then nothing needs the old generations any more.
  ASSERT_TRUE(database_.write(random_, 50).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  rocksdb::CompactRangeOptions all;
  all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  all.blob_garbage_collection_policy = rocksdb::BlobGarbageCollectionPolicy::kForce;
  all.blob_garbage_collection_age_cutoff = 1.0;
  ASSERT_TRUE(database_.db().CompactRange(all, nullptr, nullptr).ok());
  expect_opens(database_);
  ASSERT_TRUE(rewrite_identity(database_.files(), database_.path()));
  database_.keys->retire(KeyGeneration(1));
  database_.keys->retire(KeyGeneration(2));
  expect_opens(database_);
  expect_contents(database_, database_.expected());
}

TEST_P(EncryptedDatabase, PageSizesMayBeMixed) {
  expect_opens(database_);
  ASSERT_TRUE(database_.write(random_, 500).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  database_.page_bytes = GetParam() == kSmallPageBytes ? kLargePageBytes : kSmallPageBytes;
  expect_opens(database_);
  ASSERT_TRUE(database_.write(random_, 500).ok());
  ASSERT_TRUE(database_.db().Flush(rocksdb::FlushOptions()).ok());
  expect_opens(database_);
  expect_contents(database_, database_.expected());
}

INSTANTIATE_TEST_SUITE_P(PageSizes, EncryptedDatabase,
                         ::testing::Values(kSmallPageBytes, kLargePageBytes));

}  // namespace
}  // namespace vitalstream::storage
