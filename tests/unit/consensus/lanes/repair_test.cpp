// L1, L2: what time drives: watermarks, resending, and the repair of what was lost.
#include <gtest/gtest.h>

#include <set>

#include "consensus/lanes/limits.hpp"
#include "lanes_fixture.hpp"

namespace vitalstream::consensus::testing {
namespace {

using LanesRepairTest = LanesTest;

TEST_F(LanesRepairTest, ResendsWhatAWatermarkLacksOncePerRetry) {
  seal_one();
  const ABatch nothing{.sequence = 0, .incarnation = 0};
  EXPECT_TRUE(all_of<SendBatches>(report(1, nothing, 50)).empty());
  EXPECT_EQ(all_of<SendBatches>(lanes_.wake(at_ms(100))).size(), 3U);
  EXPECT_TRUE(all_of<SendBatches>(report(1, nothing, 150)).empty());
  report(2, ABatch{}, 150);
  EXPECT_EQ(all_of<SendBatches>(lanes_.wake(at_ms(200))).size(), 2U);
}

TEST_F(LanesRepairTest, NewConnectionIsSentWhatItLacksAtItsFirstReport) {
  seal_one();
  lanes_.on_disconnected(peer(1));
  const auto effects = lanes_.on_connected(at_ms(10), peer(1));
  ASSERT_EQ(all_of<SendWatermarks>(effects).size(), 1U);
  EXPECT_EQ(all_of<SendWatermarks>(effects)[0].watermarks.entries.size(), 4U);
  const ABatch nothing{.sequence = 0, .incarnation = 0};
  EXPECT_EQ(all_of<SendBatches>(report(1, nothing, 11)).size(), 1U);
}

TEST_F(LanesRepairTest, StalledLaneIsPulledFromAPeerThatReportsMore) {
  report(3, ABatch{.id = 2, .sequence = 2}, 0);
  std::vector<RequestBatches> requests;
  for (std::int64_t ms = 100; ms <= 600 && requests.empty(); ms += 100) {
    requests = all_of<RequestBatches>(lanes_.wake(at_ms(ms)));
  }
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].to, peer(3));
  EXPECT_EQ(requests[0].request.digests, (std::vector{ABatch{.id = 2, .sequence = 2}.digest()}));
}

TEST_F(LanesRepairTest, MissingBatchIsAskedForFromOneAfterTheOther) {
  const ABatch batch{.id = 2};
  lanes_.want(at_ms(0), {peer(3), batch.ref(), VerifyDepth::Full});
  std::set<ValidatorIndex> asked;
  for (int round = 0; round < 3; ++round) {
    const auto when = lanes_.next_wake();
    ASSERT_TRUE(when);
    const auto requests = all_of<RequestBatches>(lanes_.wake(*when));
    ASSERT_EQ(requests.size(), 1U);
    asked.insert(requests[0].to);
  }
  EXPECT_EQ(asked.size(), 3U);
}

// L1: the net under everything that could make peers refuse what this validator closes.
class UntakenLaneTest : public LanesTest {
 protected:
  // Lets so many retries pass from `ms` on; what was said of renewals in them.
  std::vector<RenewIncarnation> retries(std::int64_t count) {
    std::vector<RenewIncarnation> renewals;
    for (std::int64_t i = 0; i < count; ++i) {
      ms_ += 100;
      const auto effects = lanes_.wake(at_ms(ms_));
      const auto found = all_of<RenewIncarnation>(effects);
      renewals.insert(renewals.end(), found.begin(), found.end());
    }
    return renewals;
  }
  std::int64_t ms_ = 0;
};

TEST_F(UntakenLaneTest, LaneThatNoPeerTakesIsBegunAnewAndClosesAgain) {
  seal_one();
  EXPECT_TRUE(retries(kUntakenRetriesMax).empty());
  EXPECT_EQ(lanes_.status().own_untaken_retries, kUntakenRetriesMax - 1);
  const auto renewals = retries(1);
  ASSERT_EQ(renewals.size(), 1U);
  EXPECT_EQ(renewals[0].reason, RenewalReason::Untaken);
  EXPECT_EQ(lanes_.status().own_renewals, 1U);
  const auto after = step(ms_, IncarnationRenewed{Incarnation{2}});
  ASSERT_EQ(all_of<CloseBatch>(after).size(), 1U);
  EXPECT_EQ(all_of<CloseBatch>(after)[0].items, std::vector{TxHandle{1}});
}

TEST_F(UntakenLaneTest, PatienceGrowsUntilSomethingBecomesFinal) {
  seal_one();
  EXPECT_EQ(retries(kUntakenRetriesMax + 1).size(), 1U);
  step(ms_, IncarnationRenewed{Incarnation{2}});
  step(ms_, OwnBatchClosed{ABatch{.incarnation = 2}.verified()});
  EXPECT_TRUE(retries(2 * kUntakenRetriesMax).empty());
  EXPECT_EQ(retries(1).size(), 1U);
  step(ms_, IncarnationRenewed{Incarnation{3}});
  step(ms_, OwnBatchClosed{ABatch{.incarnation = 3}.verified()});
  std::ignore = lanes_.on_delivered(at_ms(ms_), Height{1}, {ABatch{.incarnation = 3}.ref()});
  step(ms_, Submit{TxHandle{2}, 600, 0});
  step(ms_, OwnBatchClosed{ABatch{.sequence = 2, .incarnation = 3}.verified()});
  EXPECT_EQ(retries(kUntakenRetriesMax + 1).size(), 1U);
}

TEST_F(UntakenLaneTest, OneLiarWhoSaysThatItHasItChangesNothing) {
  seal_one();
  report(1, ABatch{});
  EXPECT_EQ(retries(kUntakenRetriesMax + 2).size(), 1U);
}

TEST_F(UntakenLaneTest, LaneThatMoreThanFPeersTakeIsLeftAlone) {
  seal_one();
  report(1, ABatch{});
  report(2, ABatch{});
  EXPECT_TRUE(retries(3 * kUntakenRetriesMax).empty());
}

TEST_F(UntakenLaneTest, WhoIsCutOffFromHonestPeersWaits) {
  seal_one();
  lanes_.on_disconnected(peer(1));
  lanes_.on_disconnected(peer(2));
  EXPECT_TRUE(retries(3 * kUntakenRetriesMax).empty());
}

TEST_F(LanesRepairTest, IdleLanesAskForNoWake) { EXPECT_FALSE(lanes_.next_wake()); }

TEST_F(LanesRepairTest, ReceivedBatchIsVerifiedThenReportedAfterADelay) {
  const ABatch batch{.id = 2};
  EXPECT_EQ(all_of<VerifyBatch>(step(0, batch.arrived(1))).size(), 1U);
  EXPECT_TRUE(all_of<SendWatermarks>(step(0, BatchVerified{batch.verified()})).empty());
  ASSERT_EQ(lanes_.next_wake(), at_ms(0) + kWatermarkDelay);
  const auto sent = all_of<SendWatermarks>(lanes_.wake(at_ms(2)));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_FALSE(sent[0].to);
  EXPECT_EQ(sent[0].watermarks.entries,
            (std::vector<Watermarks::Entry>{{lane(2), batch.position()}}));
}

}  // namespace
}  // namespace vitalstream::consensus::testing
