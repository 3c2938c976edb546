#include "storage/consistency.hpp"

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
