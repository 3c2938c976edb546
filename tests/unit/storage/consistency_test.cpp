#include "storage/consistency.hpp"

#include <rocksdb/db.h>

#include "storage/keys.hpp"
#include "tests/unit/storage/database_fixture.hpp"

namespace vitalstream::storage {
namespace {

class ConsistencyTest : public DatabaseFixture {
 protected:
  void commit_up_to(std::uint64_t height) {
    for (std::uint64_t next_height = 1; next_height <= height; ++next_height) {
      ASSERT_TRUE(database_->commit(a_block(*database_, next_height).build()));
    }
  }
  // As an older manifest beside newer logs leaves it: behind RocksDB's back, as this store uses it.
  void lose(std::uint64_t from, std::uint64_t to, BlockField field) {
    database_.reset();
    const std::string path = (directory_.path() / "db").string();
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    rocksdb::DB* opened = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    ASSERT_TRUE(rocksdb::DB::Open({}, path, families, &handles, &opened).ok());
    std::unique_ptr<rocksdb::DB> raw(opened);
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      const bool is_blocks = handle->GetName() == name_of(ColumnFamily::Blocks);
      for (std::uint64_t height = from; is_blocks && height <= to; ++height) {
        const auto key = block_field_key(field, Height(height));
        const rocksdb::Slice slice(reinterpret_cast<const char*>(key.data()), key.size());
        ASSERT_TRUE(raw->Delete({}, handle, slice).ok());
      }
      ASSERT_TRUE(raw->DestroyColumnFamilyHandle(handle).ok());
    }
    ASSERT_TRUE(raw->FlushWAL(true).ok());
    raw.reset();
    reopen();
  }
  Consistency judged(const RecordWitnesses& witnesses) {
    const auto outcome = compare(witnesses, database_->latest());
    EXPECT_TRUE(outcome.has_value());
    return *outcome;
  }
  // A witness of a round that had ended.
  static RecordWitnesses settled(std::uint64_t height, std::uint64_t digest) {
    return {.settled = witness(height, digest), .newest = witness(height, digest)};
  }
  // A witness of the last round, which a crash may have cut short in the database.
  static RecordWitnesses unsettled(std::uint64_t height, std::uint64_t digest) {
    return {.settled = std::nullopt, .newest = witness(height, digest)};
  }
  static CommitWitness witness(std::uint64_t height, std::uint64_t digest) {
    return {.tip = {.height = Height(height), .digest = numbered<BlockDigest>(digest)}};
  }
};

TEST_F(ConsistencyTest, WithoutBlocksAndWitnessThereIsNothingToDisagree) {
  EXPECT_EQ(judged({}), Consistency::Consistent);
}

TEST_F(ConsistencyTest, TheDatabaseMayBeAheadOfTheWitness) {
  commit_up_to(5);
  EXPECT_EQ(judged(settled(5, 5)), Consistency::Consistent);
  EXPECT_EQ(judged(settled(2, 2)), Consistency::Consistent);
  EXPECT_EQ(judged({}), Consistency::Consistent);
}

TEST_F(ConsistencyTest, ADatabaseBelowASettledWitnessIsOld) {
  EXPECT_EQ(judged(settled(1, 1)), Consistency::OldDatabase);
  commit_up_to(5);
  EXPECT_EQ(judged(settled(6, 6)), Consistency::OldDatabase);
}

TEST_F(ConsistencyTest, ACrashMayLeaveItBelowTheWitnessOfTheLastRound) {
  commit_up_to(5);
  EXPECT_EQ(judged(unsettled(6, 6)), Consistency::Consistent);
  EXPECT_EQ(judged({.settled = witness(5, 5), .newest = witness(6, 6)}), Consistency::Consistent);
}

TEST_F(ConsistencyTest, AnotherBlockAtAWitnessedHeightIsAnotherHistory) {
  commit_up_to(5);
  EXPECT_EQ(judged(settled(5, 4)), Consistency::OtherHistory);
  EXPECT_EQ(judged(unsettled(5, 4)), Consistency::OtherHistory);
}

TEST_F(ConsistencyTest, WithoutItsNewestBlockADatabaseIsIncomplete) {
  commit_up_to(5);
  lose(5, 5, BlockField::Block);
  EXPECT_EQ(judged(settled(2, 2)), Consistency::Incomplete);
  EXPECT_EQ(judged({}), Consistency::Incomplete);
}

TEST_F(ConsistencyTest, AHoleBelowTheNewestBlockIsFound) {
  commit_up_to(kProbedHeights * 5);
  EXPECT_EQ(judged(settled(kProbedHeights * 5, kProbedHeights * 5)), Consistency::Consistent);
  for (const BlockField field : {BlockField::Executed, BlockField::Block}) {
    lose(kProbedHeights * 4 + 7, kProbedHeights * 4 + 7, field);
    EXPECT_EQ(judged({}), Consistency::Incomplete);
  }
}

TEST_F(ConsistencyTest, AHoleThatReachesUpFromAnywhereIsFound) {
  const std::uint64_t newest = kProbedHeights * 6;
  commit_up_to(newest);
  // What an older manifest does not know: everything from there to what the logs still held.
  lose(kProbedHeights * 2, kProbedHeights * 5 - 1, BlockField::Block);
  EXPECT_EQ(judged(settled(newest, newest)), Consistency::Incomplete);
}

TEST_F(ConsistencyTest, ARecordTooFarBehindIsOld) {
  commit_up_to(kWitnessIntervalHeightsMax + 2);
  EXPECT_EQ(judged(settled(2, 2)), Consistency::Consistent);
  EXPECT_EQ(judged(unsettled(2, 2)), Consistency::Consistent);
  EXPECT_EQ(judged(settled(1, 1)), Consistency::OldRecord);
  EXPECT_EQ(judged({}), Consistency::OldRecord);
}

TEST_F(ConsistencyTest, AWitnessIsReadBack) {
  EXPECT_EQ(decode_witness(encode_witness(witness(3, 4))), witness(3, 4));
  EXPECT_FALSE(decode_witness(as_bytes("short")).has_value());
}

}  // namespace
}  // namespace vitalstream::storage
