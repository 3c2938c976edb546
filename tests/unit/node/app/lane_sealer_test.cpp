// L1: what a lane seals is signed, chained, and passes what every other validator asks of it.
#include "node/app/lane_sealer.hpp"

#include <gtest/gtest.h>

#include "app/a_ledger.hpp"

namespace vitalstream::node {
namespace {

using testing::ALedger;

Result<VerifiedIntake, BatchFault> judged_by_another(const VerifiedIntake& sealed) {
  auto frame = net::decode_stored_batch(sealed.cached->stored);
  frame->attachments = sealed.cached->attachments;
  VerifyWorker worker;
  return verify_batch({testing::a_genesis(), testing::a_set()}, *frame,
                      consensus::VerifyDepth::Full, worker);
}

TEST(LaneSealer, OthersFindNothingWrongWithABatch) {
  ALedger ledger;
  const VerifiedIntake sealed = ledger.seal({ledger.put("a"), ledger.put("b", Bytes{1, 2, 3})});
  const auto judged = judged_by_another(sealed);
  ASSERT_TRUE(judged.has_value());
  EXPECT_EQ(judged->verified.digest, sealed.verified.digest);
  EXPECT_EQ(judged->verified.leaves, sealed.verified.leaves);
  EXPECT_EQ(judged->verified.total_bytes, sealed.verified.total_bytes);
}

TEST(LaneSealer, BatchHasItsPlaceInTheLane) {
  ALedger ledger;
  const VerifiedIntake first = ledger.seal({ledger.put("a")});
  const VerifiedIntake second = ledger.seal({ledger.put("b"), ledger.put("c")});
  const consensus::BatchHeader& header = second.verified.signed_header.header;
  EXPECT_EQ(header.lane, consensus::ValidatorId{ALedger::kLaneOwner});
  EXPECT_EQ(header.sequence, consensus::Sequence{2});
  EXPECT_EQ(header.previous, first.verified.digest);
  EXPECT_EQ(header.items, 2U);
}

TEST(LaneSealer, TransactionsKeepTheOrderOfTheLane) {
  ALedger ledger;
  const std::vector items{ledger.put("b"), ledger.put("a"), ledger.put("c")};
  const VerifiedIntake sealed = ledger.seal(items);
  ASSERT_EQ(sealed.verified.leaves.size(), 3U);
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(sealed.verified.leaves[i], items[i]->transaction->leaf.value());
  }
}

TEST(LaneSealer, KeyOfAnotherLaneIsNoneOfThisOne) {
  const LaneSealer sealer(testing::a_genesis(), testing::a_certified_lane_key(2, 7),
                          testing::validator_key(9));
  const ALedger ledger;
  consensus::SealBatch order{consensus::Incarnation{7}, consensus::Sequence{1}, {}, {}};
  order.items.resize(1);
  const auto judged = judged_by_another(sealer.seal(order, {ledger.put("a")}));
  ASSERT_FALSE(judged.has_value());
  EXPECT_EQ(judged.error(), BatchFault::HeaderSignature);
}

}  // namespace
}  // namespace vitalstream::node
