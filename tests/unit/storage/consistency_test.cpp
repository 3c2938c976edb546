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
  Consistency judged(const std::optional<CommitWitness>& witness) {
    const auto outcome = compare(witness, database_->latest());
    EXPECT_TRUE(outcome.has_value());
    return *outcome;
  }
  static CommitWitness witness(std::uint64_t height, std::uint64_t digest) {
    return {.tip = {.height = Height(height), .digest = numbered<BlockDigest>(digest)}};
  }
};

TEST_F(ConsistencyTest, WithoutBlocksAndWitnessThereIsNothingToDisagree) {
  EXPECT_EQ(judged(std::nullopt), Consistency::Consistent);
}

TEST_F(ConsistencyTest, TheDatabaseMayBeAheadOfTheWitness) {
  commit_up_to(5);
  EXPECT_EQ(judged(witness(5, 5)), Consistency::Consistent);
  EXPECT_EQ(judged(witness(2, 2)), Consistency::Consistent);
  EXPECT_EQ(judged(std::nullopt), Consistency::Consistent);
}

TEST_F(ConsistencyTest, ADatabaseBelowTheWitnessIsOld) {
  EXPECT_EQ(judged(witness(1, 1)), Consistency::OldDatabase);
  commit_up_to(5);
  EXPECT_EQ(judged(witness(6, 6)), Consistency::OldDatabase);
}

TEST_F(ConsistencyTest, AnotherBlockAtTheWitnessedHeightIsAnotherHistory) {
  commit_up_to(5);
  EXPECT_EQ(judged(witness(5, 4)), Consistency::OtherHistory);
}

TEST_F(ConsistencyTest, ARecordTooFarBehindIsOld) {
  commit_up_to(kWitnessIntervalHeightsMax + 2);
  EXPECT_EQ(judged(witness(2, 2)), Consistency::Consistent);
  EXPECT_EQ(judged(witness(1, 1)), Consistency::OldRecord);
  EXPECT_EQ(judged(std::nullopt), Consistency::OldRecord);
}

TEST_F(ConsistencyTest, AWitnessIsReadBack) {
  EXPECT_EQ(decode_witness(encode_witness(witness(3, 4))), witness(3, 4));
  EXPECT_FALSE(decode_witness(as_bytes("short")).has_value());
}

}  // namespace
}  // namespace vitalstream::storage
